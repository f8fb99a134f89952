package io.otalite.tuf;

/**
 * The versions that a repository serves of its three changing roles. They start together; a timestamp that is signed anew
 * because it would expire goes ahead of the other two.
 */
public record RepositoryVersions(MetadataVersion targets, MetadataVersion snapshot, MetadataVersion timestamp) {

    /** The same version of all three. */
    public static RepositoryVersions all(MetadataVersion version) {
        return new RepositoryVersions(version, version, version);
    }

    /** One more of each. */
    public RepositoryVersions next() {
        return new RepositoryVersions(targets.next(), snapshot.next(), timestamp.next());
    }
}
