package io.otalite.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the token in the headers of a request.
 *
 * <p>Three forms are in use among the clients of the user API: {@code OSF-TOKEN: token},
 * {@code Authorization: Bearer token} (RFC 6750 2.1), and the same with the token wrapped once more in base64, as OAuth
 * clients of fioctl's family send it.
 */
public final class PresentedToken {
    private static final String SCHEME = "bearer ";

    private PresentedToken() {}

    /**
     * Every reading of what the caller presented, most literal first; empty when no token was presented.
     *
     * @param header looks up a header by its name, case-insensitively
     */
    public static List<AccessToken> candidates(Function<String, Optional<String>> header) {
        var osfToken = header.apply("OSF-TOKEN").map(String::strip);
        var bearer = header.apply("Authorization").flatMap(PresentedToken::bearer);
        return Stream.of(osfToken, bearer, bearer.flatMap(PresentedToken::unwrapped))
                .flatMap(Optional::stream)
                .filter(token -> !token.isEmpty())
                .map(AccessToken::of)
                .toList();
    }

    private static Optional<String> bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> unwrapped(String token) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
