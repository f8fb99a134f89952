package io.otalite.emulator.google.oauth;

import io.otalite.emulator.google.access.Scopes;
import io.otalite.emulator.google.iam.ServiceAccount;
import io.otalite.emulator.google.iam.ServiceAccounts;
import io.otalite.emulator.google.oauth.Verdict.Good;
import io.otalite.emulator.google.oauth.Verdict.Refusal;
import io.otalite.emulator.google.oauth.Verdict.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges assertions against the keys that count at this moment (RFC 7523 3): nothing about a key is remembered from
 * one call to the next.
 */
public final class AssertionVerifier {
    private static final String GOOGLE_TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token";
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final ServiceAccounts accounts;
    private final OwnAddress address;
    private final Clock clock;

    public AssertionVerifier(ServiceAccounts accounts, OwnAddress address, Clock clock) {
        this.accounts = accounts;
        this.address = address;
        this.clock = clock;
    }

    /** Judges an assertion that is to be exchanged. Its audience is Google's endpoint whatever the key file says. */
    Verdict exchange(String assertion) {
        return judge(assertion, this::exchangeClaims);
    }

    /** Judges an assertion that is used as a token: {@code iss} is {@code sub}, with scopes or for this service. */
    Verdict selfSigned(String assertion) {
        return judge(assertion, this::selfSignedClaims);
    }

    private Verdict judge(String assertion, Function<Jwt, Claims> claims) {
        var parsed = Jwt.parse(assertion);
        if (parsed.isEmpty() || !parsed.get().algorithm().equals("RS256")) {
            return new Refused(Refusal.MALFORMED, "", "");
        }
        var jwt = parsed.get();
        var account = accounts.find(jwt.claim("iss")).filter(found -> !found.disabled());
        if (account.isEmpty()) {
            return refused(jwt, Refusal.ACCOUNT);
        }
        if (!isSignedByKeyThatCounts(jwt, account.get())) {
            return refused(jwt, Refusal.SIGNATURE);
        }
        return switch (claims.apply(jwt)) {
            case Claims.Fit(Scopes scopes) -> new Good(account.get(), jwt.keyId(), scopes);
            case Claims.Wrong(Refusal refusal) -> refused(jwt, refusal);
        };
    }

    private boolean isSignedByKeyThatCounts(Jwt jwt, ServiceAccount account) {
        var now = clock.instant();
        return account.key(jwt.keyId())
                .filter(key -> key.countsAt(now))
                .filter(key -> jwt.isSignedBy(key.publicKey()))
                .isPresent();
    }

    private Claims exchangeClaims(Jwt jwt) {
        var audience = jwt.claim("aud");
        if (!audience.equals(GOOGLE_TOKEN_ENDPOINT) && !address.isOwn(audience, Set.of("/token"))) {
            return new Claims.Wrong(Refusal.AUDIENCE);
        }
        if (!isTimely(jwt)) {
            return new Claims.Wrong(Refusal.TIME);
        }
        return scoped(jwt);
    }

    private Claims selfSignedClaims(Jwt jwt) {
        if (!jwt.claim("iss").equals(jwt.claim("sub"))) {
            return new Claims.Wrong(Refusal.MALFORMED);
        }
        if (!isTimely(jwt)) {
            return new Claims.Wrong(Refusal.TIME);
        }
        var audience = jwt.claim("aud");
        if (audience.isEmpty()) {
            return scoped(jwt);
        }
        return address.isOwn(audience, Set.of("", "/"))
                ? new Claims.Fit(Scopes.everything())
                : new Claims.Wrong(Refusal.AUDIENCE);
    }

    private static Claims scoped(Jwt jwt) {
        return jwt.claim("scope").isBlank()
                ? new Claims.Wrong(Refusal.SCOPE)
                : new Claims.Fit(Scopes.parse(jwt.claim("scope")));
    }

    private boolean isTimely(Jwt jwt) {
        var issued = jwt.seconds("iat");
        var expires = jwt.seconds("exp");
        if (issued.isEmpty() || expires.isEmpty()) {
            return false;
        }
        var now = clock.instant().getEpochSecond();
        var skew = CLOCK_SKEW.toSeconds();
        return expires.get() > issued.get()
                && issued.get() > now - LONGEST_LIFE.toSeconds() - skew
                && issued.get() <= now + skew
                && expires.get() >= now - skew
                && expires.get() - issued.get() <= LONGEST_LIFE.toSeconds();
    }

    private static Refused refused(Jwt jwt, Refusal refusal) {
        return new Refused(refusal, jwt.claim("iss"), jwt.keyId());
    }

    /** Whether the claims allow what the assertion is used for. */
    private sealed interface Claims {
        record Fit(Scopes scopes) implements Claims {}

        record Wrong(Refusal refusal) implements Claims {}
    }
}
