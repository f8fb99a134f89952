package io.otalite.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is kept of a token: the lower-case hexadecimal SHA-256 of its UTF-8 bytes.
 *
 * @param sha256Hex 64 characters
 */
public record TokenHash(String sha256Hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public TokenHash {
        if (!isHash(sha256Hex)) {
            throw new IllegalArgumentException("A token hash is 64 lower-case hexadecimal characters");
        }
    }

    static boolean isHash(String text) {
        return FORM.matcher(text).matches();
    }

    public static TokenHash of(AccessToken token) {
        return new TokenHash(HexFormat.of().formatHex(sha256(token.reveal())));
    }

    /**
     * Reads a hash from a mounted file; white space around it is ignored.
     *
     * @throws IOException when the file cannot be read or holds something else; the message names the file, not its content
     */
    public static TokenHash read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!isHash(text)) {
            throw new IOException(
                    "%s: expected the SHA-256 of the token as 64 lower-case hexadecimal characters".formatted(file));
        }
        return new TokenHash(text);
    }

    /** Whether this is the hash of the token; takes the same time wherever the two differ. */
    public boolean matches(AccessToken token) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(sha256Hex), sha256(token.reveal()));
    }

    /** As {@link #matches(AccessToken)}, for a token as it came in a header. */
    public boolean matches(String token) {
        return matches(AccessToken.of(token));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
