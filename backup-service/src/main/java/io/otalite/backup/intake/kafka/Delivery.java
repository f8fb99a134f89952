package io.otalite.backup.intake.kafka;

import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.intake.Disposition;
import io.otalite.telemetry.LogContext;
import io.otalite.telemetry.LogContext.Scope;
import io.otalite.telemetry.Messaging;
import io.otalite.telemetry.Messaging.Operation;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Span;
import io.otalite.telemetry.Tracing.Start;
import java.util.Map;
import java.util.Optional;

/** A record while a thread is at it: named in the log, and a span of the trace that its event came from. */
final class Delivery implements AutoCloseable {
    private final Span span;
    private final Scope named;
    private final Scope entered;

    private Delivery(Span span, Scope named) {
        this.span = span;
        this.named = named;
        this.entered = span.enter();
    }

    static Delivery begin(Tracing tracing, ReceivedRecord received) {
        var headers = received.message().headers();
        var event = headers.getOrDefault("ce_id", "");
        var parent = Traceparent.parse(headers.get(Traceparent.HEADER));
        var factory = received.message().key();
        return new Delivery(
                tracing.begin(start(received, event, parent)),
                LogContext.with(Map.of(LogContext.EVENT_ID, event, LogContext.FACTORY, factory)));
    }

    private static Start start(ReceivedRecord received, String event, Optional<Traceparent> parent) {
        var topic = received.position().topic();
        return new Start(
                Kind.CONSUMER,
                Messaging.span(Operation.PROCESS, topic),
                parent,
                Messaging.attributes(Operation.PROCESS, topic, event));
    }

    void ended(Disposition disposition) {
        switch (disposition) {
            case Disposition.Archived _, Disposition.Skipped _ -> {}
            case Disposition.Quarantined quarantined ->
                span.failed("quarantined: " + quarantined.refusal().reason());
        }
    }

    @Override
    public void close() {
        entered.close();
        named.close();
        span.end();
    }
}
