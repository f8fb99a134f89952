package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The service-account tokens in the volumes of one pod; each is replaced when four fifths of its life are over. */
final class PodTokens {
    private static final int DEFAULT_SECONDS = 3600;

    private record Token(String text, Instant renewal) {}

    private final TokenSource source;
    private final Clock clock;
    private final PodRef pod;
    private final String serviceAccount;
    private final Map<JsonNode, Token> tokens = new HashMap<>();

    PodTokens(TokenSource source, Clock clock, PodRef pod, String serviceAccount) {
        this.source = source;
        this.clock = clock;
        this.pod = pod;
        this.serviceAccount = serviceAccount;
    }

    /** @param projection a {@code serviceAccountToken} source of a projected volume */
    String current(JsonNode projection) {
        var now = clock.instant();
        var known = tokens.get(projection);
        if (known != null && known.renewal().isAfter(now)) {
            return known.text();
        }
        var life = Duration.ofSeconds(projection.path("expirationSeconds").asInt(DEFAULT_SECONDS));
        var audience = projection.path("audience").asText("");
        var text = source.mint(pod.namespace(), serviceAccount, pod.uid(), audience, life);
        tokens.put(projection, new Token(text, now.plus(life.multipliedBy(4).dividedBy(5))));
        return text;
    }

    /** When the first of them has to be replaced; empty when there is none. */
    Optional<Instant> renewal() {
        return tokens.values().stream().map(Token::renewal).min(Comparator.naturalOrder());
    }
}
