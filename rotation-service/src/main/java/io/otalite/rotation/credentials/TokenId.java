package io.otalite.rotation.credentials;

/** Names a token by the beginning of its hash: long enough that nobody finds another token with the same one. */
public final class TokenId {
    private static final int LENGTH = 32;

    private TokenId() {}

    /** @param sha256 in hexadecimal */
    public static String of(String sha256) {
        return sha256.substring(0, LENGTH);
    }
}
