package io.otalite.events;

import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.util.regex.Pattern;

/**
 * Names one signed document for ever: two documents with the same identity and different bytes are a contradiction that
 * readers must detect.
 *
 * <p>Written as a path, for instance {@code acme/tuf/full/targets/7}, it is the subject of the events about it.
 *
 * @param set which selection of the factory's Targets the document belongs to; roots belong to {@link #FULL_SET}
 */
public record DocumentIdentity(
        FactoryName factory, Dialect dialect, String set, RoleName role, MetadataVersion version) {

    /** The set that holds every Target of a factory. */
    public static final String FULL_SET = "full";

    private static final Pattern SET_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern VERSION_FORM = Pattern.compile("[1-9][0-9]{0,15}");
    private static final int SEGMENTS = 5;

    public DocumentIdentity {
        if (!isSet(set)) {
            throw new InvalidValueException(
                    "a set",
                    "1 to 63 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or digit",
                    EventChecks.excerpt(set));
        }
    }

    /** Whether a text can be the name of a set. */
    public static boolean isSet(String text) {
        return SET_FORM.matcher(text).matches();
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws InvalidValueException if the text names no document; it says which part is wrong
     */
    public static DocumentIdentity parse(String text) {
        var segments = text.split("/", -1);
        if (segments.length != SEGMENTS) {
            throw new InvalidValueException(
                    "the name of a document", "factory/dialect/set/role/version", EventChecks.excerpt(text));
        }
        return new DocumentIdentity(
                new FactoryName(segments[0]),
                Dialect.fromId(segments[1]),
                segments[2],
                RoleName.fromJson(segments[3]),
                version(segments[4]));
    }

    private static MetadataVersion version(String text) {
        if (!VERSION_FORM.matcher(text).matches()) {
            throw new InvalidValueException(
                    "a version", "a whole number above zero, without leading zeros", EventChecks.excerpt(text));
        }
        return new MetadataVersion(Long.parseLong(text));
    }

    @Override
    public String toString() {
        return String.join("/", factory.value(), dialect.id(), set, role.json(), Long.toString(version.value()));
    }
}
