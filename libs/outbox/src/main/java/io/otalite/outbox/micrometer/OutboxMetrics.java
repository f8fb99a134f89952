package io.otalite.outbox.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.OutboxStatus;
import io.otalite.outbox.RelayObserver;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The state of an outbox, and what its relay sends. None of it says anything about whether the service works. */
public final class OutboxMetrics implements RelayObserver {

    private final MeterRegistry registry;
    private final MessagingMetrics messaging;

    public OutboxMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.messaging = new MessagingMetrics(registry, Map.of());
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
        messages.forEach((topic, count) -> messaging.attempted(topic, count, took, Optional.empty()));
    }

    @Override
    public void failed(Map<String, Long> messages, Duration took, Exception cause) {
        messages.forEach((topic, count) -> messaging.attempted(topic, count, took, Optional.of(cause)));
    }
}
