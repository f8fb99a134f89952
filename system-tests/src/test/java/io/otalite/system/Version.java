package io.otalite.system;

import io.otalite.events.DocumentIdentity;
import java.util.Comparator;
import java.util.Optional;

/** One version of a factory's Targets, as users count them. */
record Version(String factory, long number) implements Comparable<Version> {
    private static final Comparator<Version> ORDER =
            Comparator.comparing(Version::factory).thenComparing(Version::number);

    static Version of(DocumentIdentity identity) {
        return new Version(identity.factory().value(), identity.version().value());
    }

    /** Empty for the first one. */
    Optional<Version> before() {
        return number == 1 ? Optional.empty() : Optional.of(new Version(factory, number - 1));
    }

    /** The subject of the events about it. */
    DocumentIdentity identity() {
        return DocumentIdentity.parse("%s/tuf/full/targets/%d".formatted(factory, number));
    }

    /** The name it must have in the bucket. */
    String objectName() {
        return "v1/%s/tuf/full/targets/%020d.json".formatted(factory, number);
    }

    /** Where devices find it. */
    String metadataFile() {
        return number + ".targets.json";
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
