package io.otalite.access;

import java.security.SecureRandom;
import java.util.Base64;

/** An opaque bearer token. It prints as a placeholder, so that it never reaches a log by accident. */
public final class AccessToken {
    private static final int BYTES = 32;

    private final String value;

    private AccessToken(String value) {
        this.value = value;
    }

    /** A new token of 256 random bits in unpadded base64url. */
    public static AccessToken generate(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** A token as a caller presented it; any text is allowed, only a hash can tell whether it is good. */
    public static AccessToken of(String value) {
        return new AccessToken(value);
    }

    /** The secret itself: for its owner's file and for a request header, nothing else. */
    public String reveal() {
        return value;
    }

    public TokenHash hash() {
        return TokenHash.of(this);
    }

    @Override
    public String toString() {
        return "AccessToken[redacted]";
    }
}
