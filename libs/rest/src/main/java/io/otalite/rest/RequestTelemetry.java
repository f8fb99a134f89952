package io.otalite.rest;

import io.otalite.telemetry.LogContext;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Span;
import io.otalite.telemetry.Tracing.Start;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Gives every request its id, in the log and in the answer, whatever the answer is; and its span, where traces are recorded.
 *
 * <p>The log context belongs to the request and not to a thread: Quarkus keeps it with the request's own context of Vert.x, which every
 * thread that works for the request shares and which ends with it.
 */
@Singleton
public final class RequestTelemetry {
    /** Before {@link RequestLimits}, whose refusals have an id as well. */
    private static final int FIRST = 2000;

    private static final int LOWEST_FAILURE = 500;

    private final Tracing tracing;

    RequestTelemetry(Tracing tracing) {
        this.tracing = tracing;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, FIRST);
    }

    private void begin(RoutingContext context) {
        var request = context.request();
        var id = RequestId.of(request.getHeader(RequestId.HEADER)).value();
        context.response().putHeader(RequestId.HEADER, id);
        var method = RequestMethod.of(request.method().name());
        var span = tracing.begin(new Start(
                Kind.SERVER,
                method.spanName(),
                Traceparent.parse(request.getHeader(Traceparent.HEADER)),
                Map.of(
                        "http.request.method",
                        method.attribute(),
                        "url.path",
                        String.valueOf(request.path()),
                        "ota.request.id",
                        id)));
        var named = LogContext.with(LogContext.REQUEST_ID, id);
        var entered = span.enter();
        context.addEndHandler(_ -> {
            end(span, context);
            entered.close();
            named.close();
        });
        context.next();
    }

    private static void end(Span span, RoutingContext context) {
        var status = context.response().getStatusCode();
        span.attribute("http.response.status_code", status);
        if (status >= LOWEST_FAILURE) {
            span.failed(Integer.toString(status));
        }
        span.end();
    }
}
