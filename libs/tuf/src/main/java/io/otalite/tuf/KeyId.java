package io.otalite.tuf;

/** The name of a key: the SHA-256 of the canonical form of its whole key object (TUF 4.2.1), 64 lower-case digits. */
public record KeyId(String hex) implements Comparable<KeyId> {

    public KeyId {
        Hex.require("a keyid", hex, 64);
    }

    @Override
    public int compareTo(KeyId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
