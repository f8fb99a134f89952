package io.otalite.outbox.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.OutboxStatus;
import io.otalite.outbox.RelayObserver;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The state of an outbox, and what its relay sends. None of it says anything about whether the service works.
 *
 * <p>What is sent is told in the words of OpenTelemetry's semantic conventions for messaging clients, which are still in development
 * there, so that they stand in this one class.
 */
public final class OutboxMetrics implements RelayObserver {

    private final MeterRegistry registry;

    public OutboxMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the state of the relay, for as long as it lives. */
    public void show(OutboxRelay relay) {
        gauge(relay, "ota.outbox.pending.rows", OutboxStatus::pendingRows);
        gauge(relay, "ota.outbox.blocked.rows", OutboxStatus::blockedRows);
        gauge(relay, "ota.outbox.relay.active", status -> status.active() ? 1 : 0);
        gauge(
                relay,
                "ota.outbox.topic.findings",
                status -> status.topicFindings().size());
        gauge(
                relay,
                "ota.outbox.oldest.pending.seconds",
                status -> status.oldestPending()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(0.0));
    }

    private void gauge(OutboxRelay relay, String name, ToDoubleFunction<OutboxStatus> value) {
        registry.gauge(name, relay, source -> value.applyAsDouble(source.status()));
    }

    @Override
    public void sent(Map<String, Long> messages, Duration took) {
        attempted(messages, took, "");
    }

    @Override
    public void failed(Map<String, Long> messages, Duration took, Exception cause) {
        attempted(messages, took, cause.getClass().getName());
    }

    private void attempted(Map<String, Long> messages, Duration took, String error) {
        messages.forEach((topic, count) -> {
            var tags = Tags.of(
                    "messaging.system",
                    "kafka",
                    "messaging.operation.name",
                    "send",
                    "messaging.destination.name",
                    topic,
                    "error.type",
                    error);
            registry.counter("messaging.client.sent.messages", tags).increment(count);
            registry.timer("messaging.client.operation.duration", tags).record(took);
        });
    }
}
