package io.otalite.system;

import java.util.UUID;

/** Names that no other test has. */
final class Names {
    private static final int DIGITS = 8;

    private Names() {}

    /** A factory's name that begins so. */
    static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, DIGITS);
    }
}
