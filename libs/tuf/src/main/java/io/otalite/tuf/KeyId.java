package io.otalite.tuf;

/**
 * The name of a key, 64 lower-case hexadecimal digits. How it is made of the key is a matter of the dialect; whoever reads
 * metadata takes it as it stands there.
 */
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
