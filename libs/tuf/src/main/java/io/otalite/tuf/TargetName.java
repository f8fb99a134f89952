package io.otalite.tuf;

import io.otalite.tuf.InvalidTargetNameException.Rule;

/**
 * The path of a Target (TUF 4.5, TARGETPATH): relative and {@code /}-separated. Clients build URLs and file names from
 * it and disagree on escaping, so only characters that stand for themselves everywhere are allowed.
 */
public record TargetName(String value) implements Comparable<TargetName> {

    private static final int LONGEST = 255;
    private static final String FORBIDDEN = "%?#\\\"";

    public TargetName {
        if (value.isEmpty()) {
            throw new InvalidTargetNameException(value, Rule.EMPTY, "is empty");
        }
        if (value.length() > LONGEST) {
            throw new InvalidTargetNameException(value, Rule.TOO_LONG, "has " + value.length() + " characters");
        }
        requireAllowedCharacters(value);
        requireNamedSegments(value);
    }

    private static void requireAllowedCharacters(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0) {
                throw new InvalidTargetNameException(
                        value,
                        Rule.FORBIDDEN_CHARACTER,
                        "has %s at position %d".formatted(Excerpt.of(String.valueOf(c)), i + 1));
            }
        }
    }

    private static void requireNamedSegments(String value) {
        for (String segment : value.split("/", -1)) {
            if (segment.isEmpty()) {
                throw new InvalidTargetNameException(value, Rule.EMPTY_SEGMENT, "has an empty part");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw new InvalidTargetNameException(value, Rule.DOT_SEGMENT, "has the part '" + segment + "'");
            }
        }
    }

    /** The path with a hash in front of its last part, as consistent snapshots serve it (TUF 6.2.1). */
    String prefixed(String hash) {
        int last = value.lastIndexOf('/') + 1;
        return value.substring(0, last) + hash + "." + value.substring(last);
    }

    @Override
    public int compareTo(TargetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
