package io.otalite.tuf;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Public keys as text (RFC 7468 13): what OpenSSL writes, and nothing before or after it. */
final class Pem {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int LINE = 64;

    private Pem() {}

    static String encode(byte[] subjectPublicKeyInfo) {
        String lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(subjectPublicKeyInfo);
        return BEGIN + "\n" + lines + "\n" + END + "\n";
    }

    static Optional<byte[]> decode(String pem) {
        String text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            return Optional.empty();
        }
        String lines = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            return Optional.of(
                    Base64.getDecoder().decode(lines.replace("\r", "").replace("\n", "")));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
