package io.otalite.events;

import io.otalite.tuf.InvalidValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a factory: up to 63 lower-case letters, digits and inner hyphens, as in a DNS label (RFC 1123 2.1), because
 * it stands in URLs, message keys and object names unescaped.
 */
public record FactoryName(String value) implements Comparable<FactoryName> {

    /** The regular expression of a name. */
    public static final String FORM = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public FactoryName {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException(
                    "a factory name", "1 to 63 characters of a-z, 0-9 and inner hyphens", EventChecks.excerpt(value));
        }
    }

    /** The name, for text from outside; empty if it is none. */
    public static Optional<FactoryName> parse(String text) {
        return PATTERN.matcher(text).matches() ? Optional.of(new FactoryName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(FactoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
