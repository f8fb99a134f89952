package io.otalite.outbox;

import io.otalite.events.EventMessage;
import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.telemetry.Messaging;
import io.otalite.telemetry.Messaging.Operation;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Span;
import io.otalite.telemetry.Tracing.Start;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One span for each row of a transaction whose making is traced, from before it is sent until readers can see it. A row whose making is
 * not traced gets none: nobody would look for it.
 */
final class SendSpans implements AutoCloseable {
    private final Map<Long, Span> spans;
    private boolean sent;

    private SendSpans(Map<Long, Span> spans) {
        this.spans = spans;
    }

    static SendSpans begin(Tracing tracing, List<Sendable> rows) {
        var spans = new HashMap<Long, Span>();
        for (var row : rows) {
            parent(row.message()).ifPresent(parent -> spans.put(row.id(), tracing.begin(start(row.message(), parent))));
        }
        return new SendSpans(spans);
    }

    private static Optional<Traceparent> parent(EventMessage message) {
        return Traceparent.parse(message.headers().get(Traceparent.HEADER));
    }

    private static Start start(EventMessage message, Traceparent parent) {
        return new Start(
                Kind.PRODUCER,
                Messaging.span(Operation.SEND, message.topic()),
                Optional.of(parent),
                Messaging.attributes(
                        Operation.SEND, message.topic(), message.headers().getOrDefault("ce_id", "")));
    }

    /** What is sent: a reader continues the span of the sending, or what stood in the row if that is not recorded. */
    EventMessage message(Sendable row) {
        return spans.getOrDefault(row.id(), Span.NONE)
                .traceparent()
                .map(span -> row.message().withHeader(Traceparent.HEADER, span.toString()))
                .orElse(row.message());
    }

    void sent() {
        sent = true;
    }

    @Override
    public void close() {
        spans.values().forEach(span -> {
            if (!sent) {
                span.failed("not sent");
            }
            span.end();
        });
    }
}
