package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.access.ServiceAccountTokens;
import io.otalite.emulator.cluster.access.ServiceAccountTokens.Wanted;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The subresource {@code token} of a service account ({@code authentication.k8s.io/v1 TokenRequest}). */
final class TokenRequests {
    private static final long DEFAULT_SECONDS = 3600;
    private static final long SHORTEST_SECONDS = 600;
    private static final long LONGEST_SECONDS = 1L << 32;

    private final ServiceAccountTokens tokens;
    private final Clock clock;

    TokenRequests(ServiceAccountTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @throws Refusal 400 for a lifetime or a binding that is not offered, 404 for a missing account or pod */
    Answer create(Call call, ObjectKey account) {
        var request = Bodies.object(call);
        var spec = request.path("spec");
        var ttl = ttl(spec);
        var audiences =
                spec.path("audiences").valueStream().map(JsonNode::asText).toList();
        var token = tokens.mint(new Wanted(account.namespace(), account.name(), pod(spec), audiences, ttl));
        var answer = Json.object().put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        answer.putObject("metadata").put("name", account.name()).put("namespace", account.namespace());
        answer.set("spec", spec.isObject() ? spec : Json.object());
        answer.putObject("status")
                .put("token", token)
                .put(
                        "expirationTimestamp",
                        clock.instant()
                                .plus(ttl)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        return Answer.created(answer);
    }

    private static Duration ttl(JsonNode spec) {
        var seconds = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
        if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
            throw Refusal.badRequest("spec.expirationSeconds: Invalid value: %d: must be %d to %d"
                    .formatted(seconds, SHORTEST_SECONDS, LONGEST_SECONDS));
        }
        return Duration.ofSeconds(seconds);
    }

    private static String pod(JsonNode spec) {
        var bound = spec.path("boundObjectRef");
        if (!bound.isObject()) {
            return "";
        }
        var uid = bound.path("uid").asText("");
        if (!bound.path("kind").asText().equals("Pod") || uid.isEmpty()) {
            throw Refusal.badRequest("spec.boundObjectRef: tokens can be bound to a Pod with its uid only");
        }
        return uid;
    }
}
