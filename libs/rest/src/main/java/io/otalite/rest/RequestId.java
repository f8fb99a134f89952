package io.otalite.rest;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one request, by which its caller and the logs speak of the same.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 */
public record RequestId(String value) {
    /** The header that carries it, in requests and in answers. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 12;

    public RequestId {
        if (!SANE.matcher(value).matches()) {
            throw new IllegalArgumentException("A request id is 1 to 64 of A-Z a-z 0-9 . _ -");
        }
    }

    /** The caller's own, if it has one that a log line can carry; else a new one. */
    public static RequestId of(@Nullable String header) {
        return header != null && SANE.matcher(header).matches() ? new RequestId(header) : made();
    }

    private static RequestId made() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new RequestId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
