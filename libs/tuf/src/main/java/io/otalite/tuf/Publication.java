package io.otalite.tuf;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a repository in one dialect: targets, the snapshot that lists it and the timestamp that lists the
 * snapshot, signed together. Length and SHA-256 of each file are listed in its parent, so that the
 * three belong together byte for byte. The same Targets give a publication in each dialect.
 */
public record Publication(
        Dialect dialect, RepositoryVersions versions, Bytes targets, Bytes snapshot, Bytes timestamp) {

    /** {@link #sign(Dialect, RepositoryVersions, SortedMap, RoleSigners, Lifetimes, Instant)} with one version, as the
     * specification has it. */
    public static Publication sign(
            MetadataVersion version,
            SortedMap<TargetName, Target> targets,
            RoleSigners signers,
            Lifetimes lifetimes,
            Instant now) {
        return sign(Dialect.TUF, RepositoryVersions.all(version), targets, signers, lifetimes, now);
    }

    /** The version of the Targets. */
    public MetadataVersion version() {
        return versions.targets();
    }

    /**
     * Signs a version. It only computes: who publishes makes the three files visible together, and walks them first.
     *
     * @throws TufException when a signer cannot sign, or a target has no canonical form
     */
    public static Publication sign(
            Dialect dialect,
            RepositoryVersions versions,
            SortedMap<TargetName, Target> targets,
            RoleSigners signers,
            Lifetimes lifetimes,
            Instant now) {
        Bytes targetsFile = MetadataWriter.sign(
                dialect,
                new Targets(versions.targets(), lifetimes.expiry(RoleName.TARGETS, now), targets),
                signers.of(RoleName.TARGETS));
        SortedMap<String, FileMeta> meta =
                new TreeMap<>(Map.of(RoleName.TARGETS.fileName(), FileMeta.of(versions.targets(), targetsFile)));
        Bytes snapshotFile = MetadataWriter.sign(
                dialect,
                new Snapshot(versions.snapshot(), lifetimes.expiry(RoleName.SNAPSHOT, now), meta),
                signers.of(RoleName.SNAPSHOT));
        FileMeta listedSnapshot = FileMeta.of(versions.snapshot(), snapshotFile);
        Bytes timestampFile = MetadataWriter.sign(
                dialect,
                new Timestamp(versions.timestamp(), lifetimes.expiry(RoleName.TIMESTAMP, now), listedSnapshot),
                signers.of(RoleName.TIMESTAMP));
        return new Publication(dialect, versions, targetsFile, snapshotFile, timestampFile);
    }

    /** The files by the names under which a repository of the dialect serves them (TUF 6.2.1). */
    public SortedMap<String, Bytes> files() {
        SortedMap<String, Bytes> files = new TreeMap<>();
        files.put(dialect.fileName(RoleName.TARGETS, versions.targets()), targets);
        files.put(dialect.fileName(RoleName.SNAPSHOT, versions.snapshot()), snapshot);
        files.put(dialect.fileName(RoleName.TIMESTAMP, versions.timestamp()), timestamp);
        return Collections.unmodifiableSortedMap(files);
    }
}
