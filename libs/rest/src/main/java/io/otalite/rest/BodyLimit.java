package io.otalite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/**
 * Refuses a body that announces more than {@code quarkus.http.limits.max-body-size}, or does not announce its length,
 * before a byte of it is read.
 *
 * <p>The HTTP server enforces the limit by itself, but closes the connection without a word; this gives the refusal the
 * same problem document as every other.
 */
@Singleton
public final class BodyLimit {
    private static final int BEFORE_THE_SERVERS_OWN_CHECK = 1000;

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ObjectMapper json;
    private final long limit;

    BodyLimit(ObjectMapper json, VertxHttpConfig http) {
        this.json = json;
        this.limit = http.limits().maxBodySize().orElseThrow().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_SERVERS_OWN_CHECK);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            var detail = "The request does not say how long its body is. Send it with a Content-Length header.";
            refuse(context, Problem.of(411, "length_required", "Length Required", detail, Map.of()));
        } else if (announced(request) > limit) {
            var detail = "The request body announces %d bytes, this service accepts at most %d. Send less at once."
                    .formatted(announced(request), limit);
            refuse(context, Problem.of(413, "content_too_large", "Content Too Large", detail, Map.of()));
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(text(problem));
        // Closing at once would reset the connection under a client that still sends, and take the answer from it.
        context.vertx()
                .setTimer(
                        LINGER.toMillis(),
                        timer -> context.request().connection().close());
    }

    private static long announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is always serialisable", e);
        }
    }
}
