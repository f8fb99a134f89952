package io.otalite.tuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a delegated role (TUF 4.5, ROLENAME). Delegators choose it freely, and it becomes a file name and a part of
 * a URL, so it never gets there as it is.
 */
public record DelegationName(String value) implements Comparable<DelegationName> {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    public DelegationName {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "the name of a delegated role", "some characters, none of them a control", Excerpt.of(value));
        }
        if (Arrays.stream(RoleName.values()).map(RoleName::json).anyMatch(value::equals)) {
            throw new InvalidValueException("the name of a delegated role", "none of the four", Excerpt.of(value));
        }
    }

    /** The name under which a snapshot lists the role's file. */
    String listed() {
        return value + ".json";
    }

    /** What is safe in a URL and as a file name: all but unreserved characters percent-encoded (RFC 3986 2.1). */
    String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(UNRESERVED.indexOf(b) >= 0 ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return encoded.toString();
    }

    @Override
    public int compareTo(DelegationName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
