package io.otalite.tuf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 digest as 64 lower-case hexadecimal digits: the name of a content, equal wherever it is written. */
public record Sha256(String hex) implements Comparable<Sha256> {

    public Sha256 {
        Hex.require("a SHA-256 digest", hex, 64);
    }

    /** The digest of the given bytes. */
    public static Sha256 of(byte[] bytes) {
        try {
            return new Sha256(Hex.encode(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
