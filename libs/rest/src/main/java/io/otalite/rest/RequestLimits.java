package io.otalite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/**
 * Refuses what no resource can answer: a body that announces more than {@code quarkus.http.limits.max-body-size}, or does not announce
 * its length, before a byte of it is read; and an address with NUL in it, which no database keeps.
 *
 * <p>The HTTP server enforces the limit by itself, but closes the connection without a word; this gives the refusal the
 * same problem document as every other.
 */
@Singleton
public final class RequestLimits {
    private static final int BEFORE_THE_SERVERS_OWN_CHECK = 1000;

    private static final String NUL = "%00";

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final ObjectMapper json;
    private final long limit;

    RequestLimits(ObjectMapper json, VertxHttpConfig http) {
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
            refuseAndClose(context, Problem.of(411, "length_required", "Length Required", detail, Map.of()));
        } else if (announced(request) > limit) {
            var detail = "The request body announces %d bytes, this service accepts at most %d. Send less at once."
                    .formatted(announced(request), limit);
            refuseAndClose(context, Problem.of(413, "content_too_large", "Content Too Large", detail, Map.of()));
        } else if (request.uri().contains(NUL)) {
            var detail = "The address of the request has the character NUL in it, which no name here has.";
            refuse(context, Problem.of(400, "invalid_address", "Invalid address", detail, Map.of()));
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(text(problem));
    }

    private void refuseAndClose(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        refuse(context, problem);
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
