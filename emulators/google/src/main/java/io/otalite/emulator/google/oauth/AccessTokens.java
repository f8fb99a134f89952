package io.otalite.emulator.google.oauth;

import io.otalite.access.AccessToken;
import io.otalite.access.TokenHash;
import io.otalite.emulator.google.access.Scopes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The opaque tokens that are out, by hash, in memory: after a restart every client is told to exchange anew. Disabling a
 * key does not end its tokens, as at Google; they end by their age, or with their account.
 */
public final class AccessTokens {
    private static final int MOST = 10_000;

    private final SecureRandom random;
    private final Clock clock;
    private final Duration lifetime;
    /** Oldest first: all live equally long, so the oldest is the next to end. */
    private final Map<TokenHash, Grant> grants = new LinkedHashMap<>();

    public AccessTokens(SecureRandom random, Clock clock, Duration lifetime) {
        this.random = random;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    public Duration lifetime() {
        return lifetime;
    }

    synchronized AccessToken issue(String account, String keyId, Scopes scopes) {
        var now = clock.instant();
        grants.values().removeIf(grant -> !grant.expires().isAfter(now));
        if (grants.size() >= MOST) {
            grants.remove(grants.keySet().iterator().next());
        }
        var token = AccessToken.generate(random);
        grants.put(token.hash(), new Grant(account, keyId, scopes, now.plus(lifetime)));
        return token;
    }

    /** Empty when the token was never issued or is over. */
    synchronized Optional<Grant> find(String token) {
        return Optional.ofNullable(grants.get(AccessToken.of(token).hash()))
                .filter(grant -> grant.expires().isAfter(clock.instant()));
    }

    /** What a token stands for. */
    record Grant(String account, String keyId, Scopes scopes, Instant expires) {}
}
