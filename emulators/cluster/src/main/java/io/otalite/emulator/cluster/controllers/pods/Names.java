package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Names that are made up: without vowels, so that no word comes out, and not too long for a label. */
public final class Names {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX = 5;
    private static final int HASH = 10;
    private static final int LONGEST_PREFIX = 63 - SUFFIX;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** A name that begins with the prefix and is not used yet, almost certainly. */
    public static String generate(String prefix) {
        var name = new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
        RANDOM.ints(SUFFIX, 0, ALPHABET.length()).forEach(i -> name.append(ALPHABET.charAt(i)));
        return name.toString();
    }

    /** The same for the same content, whenever it is asked. */
    public static String hash(JsonNode content, int collisions) {
        try {
            var text = content + "/" + collisions;
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var name = new StringBuilder();
            for (var i = 0; i < HASH; i++) {
                name.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
            }
            return name.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
