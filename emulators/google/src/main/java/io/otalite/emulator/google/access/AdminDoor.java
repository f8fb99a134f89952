package io.otalite.emulator.google.access;

import io.otalite.access.TokenHash;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Handler;
import io.otalite.emulator.google.http.Request;
import java.util.Optional;

/** Lets only the holder of the local admin token through to the emulator's own operations. */
public final class AdminDoor {
    private static final String BEARER = "Bearer ";

    private final TokenHash adminToken;

    public AdminDoor(TokenHash adminToken) {
        this.adminToken = adminToken;
    }

    public Handler guard(Handler behind) {
        return request -> {
            if (!opens(bearer(request).orElseThrow(ApiException::anonymous))) {
                throw ApiException.invalidToken();
            }
            return behind.handle(request);
        };
    }

    /** Whether the token is the admin token. */
    public boolean opens(String token) {
        return adminToken.matches(token);
    }

    /** The token of the Authorization header, if it is a bearer token of plausible size. */
    public static Optional<String> bearer(Request request) {
        return request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty() && token.length() <= 8192);
    }
}
