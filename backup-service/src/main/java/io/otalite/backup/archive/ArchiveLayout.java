package io.otalite.backup.archive;

import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.TufException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where things stand in the bucket.
 *
 * <p>A name has no digest: only so does the precondition "no such object" forbid a second content for a version. Versions are
 * padded to 20 digits, so that the order of names is the order of versions.
 */
public final class ArchiveLayout {
    /** Everything that was set aside. No factory can be called so: its name begins with a letter or digit. */
    public static final String QUARANTINE = "v1/_quarantine/";

    private static final Pattern VERSION = Pattern.compile(".*/([0-9]{20})\\.json");

    private ArchiveLayout() {}

    /** The name of a document of role targets or root. */
    public static ObjectName document(DocumentIdentity identity) {
        var folder = switch (identity.role()) {
            case ROOT -> roots(identity.factory(), identity.dialect());
            case TARGETS ->
                "v1/%s/%s/%s/targets/"
                        .formatted(identity.factory(), identity.dialect().id(), identity.set());
            case SNAPSHOT, TIMESTAMP ->
                throw new IllegalArgumentException("Only targets and roots are archived, not " + identity);
        };
        return in(folder, identity.version());
    }

    /** What the names of all Targets of a factory's full set begin with, in one dialect. */
    public static String targets(FactoryName factory, Dialect dialect) {
        return "v1/%s/%s/%s/targets/".formatted(factory, dialect.id(), DocumentIdentity.FULL_SET);
    }

    /** What the names of all roots of a factory begin with, in one dialect. */
    public static String roots(FactoryName factory, Dialect dialect) {
        return "v1/%s/%s/root/".formatted(factory, dialect.id());
    }

    /** The name of one version in a folder. */
    public static ObjectName in(String folder, MetadataVersion version) {
        return new ObjectName("%s%020d.json".formatted(folder, version.value()));
    }

    /** The version in a name; empty for a name that {@link #in} did not make. */
    public static Optional<MetadataVersion> version(ObjectName name) {
        var matcher = VERSION.matcher(name.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MetadataVersion(Long.parseLong(matcher.group(1))));
        } catch (NumberFormatException | TufException outOfRange) {
            return Optional.empty();
        }
    }

    /** The name for a record that was set aside. */
    public static ObjectName quarantined(RecordPosition position) {
        return new ObjectName(
                "%s%s/%d/%020d".formatted(QUARANTINE, position.topic(), position.partition(), position.offset()));
    }
}
