package io.otalite.emulator.google.iam;

import java.util.Base64;

/** Text armour of DER (RFC 7468). */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** @param label what it is, such as {@code PUBLIC KEY} */
    static String of(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }
}
