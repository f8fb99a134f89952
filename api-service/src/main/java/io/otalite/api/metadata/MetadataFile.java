package io.otalite.api.metadata;

import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name under which a client asks for a document (TUF 1.0.34, 6.2.1): {@code timestamp.json}, or
 * {@code VERSION.ROLE.json}, which never changes.
 *
 * @param version empty for the newest; only {@code timestamp.json} has no version in its name
 */
public record MetadataFile(RoleName role, Optional<MetadataVersion> version) {
    private static final Pattern NUMBERED =
            Pattern.compile("([1-9][0-9]{0,14})\\.(root|targets|snapshot|timestamp)\\.json");

    /** @return empty when a repository has no file of such a name */
    public static Optional<MetadataFile> parse(String name) {
        if (name.equals("timestamp.json")) {
            return Optional.of(new MetadataFile(RoleName.TIMESTAMP, Optional.empty()));
        }
        var numbered = NUMBERED.matcher(name);
        return numbered.matches()
                ? Optional.of(new MetadataFile(
                        RoleName.fromJson(numbered.group(2)),
                        Optional.of(new MetadataVersion(Long.parseLong(numbered.group(1))))))
                : Optional.empty();
    }

    /** Whether the same name gives the same bytes for ever. */
    public boolean immutable() {
        return version.isPresent();
    }
}
