package io.otalite.api.metadata;

import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name under which a client asks for a document.
 *
 * @param version empty for the newest
 */
public record MetadataFile(RoleName role, Optional<MetadataVersion> version) {
    private static final Pattern NAME =
            Pattern.compile("(?:([1-9][0-9]{0,14})\\.)?(root|targets|snapshot|timestamp)\\.json");

    /**
     * Reads a name as the dialect has it: with consistent snapshots everything is {@code VERSION.ROLE.json}, and the
     * timestamp is also there without a version (TUF 6.2.1); in the dialect of aktualizr only roots have a version, and
     * the newest of everything is there without.
     *
     * @return empty when a repository of the dialect has no file of such a name
     */
    public static Optional<MetadataFile> parse(Dialect dialect, String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var role = RoleName.fromJson(parts.group(2));
        var version = Optional.ofNullable(parts.group(1)).map(Long::parseLong).map(MetadataVersion::new);
        var known = dialect.equals(Dialect.TUF)
                ? version.isPresent() || role == RoleName.TIMESTAMP
                : version.isEmpty() || role == RoleName.ROOT;
        return known ? Optional.of(new MetadataFile(role, version)) : Optional.empty();
    }

    /** Whether the same name gives the same bytes for ever. */
    public boolean immutable() {
        return version.isPresent();
    }
}
