package io.otalite.api.publication.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.OutboxStatus;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The state of the outbox as metrics; none of them says anything about whether the API can publish. */
public final class RelayGauges {
    private RelayGauges() {}

    /** Registers the gauges; they live as long as the relay. */
    public static void register(MeterRegistry registry, OutboxRelay relay) {
        gauge(registry, relay, "ota.outbox.pending.rows", OutboxStatus::pendingRows);
        gauge(registry, relay, "ota.outbox.blocked.rows", OutboxStatus::blockedRows);
        gauge(registry, relay, "ota.outbox.relay.active", status -> status.active() ? 1 : 0);
        gauge(
                registry,
                relay,
                "ota.outbox.topic.findings",
                status -> status.topicFindings().size());
        gauge(
                registry,
                relay,
                "ota.outbox.oldest.pending.seconds",
                status -> status.oldestPending()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(0.0));
    }

    private static void gauge(
            MeterRegistry registry, OutboxRelay relay, String name, ToDoubleFunction<OutboxStatus> value) {
        registry.gauge(name, relay, source -> value.applyAsDouble(source.status()));
    }
}
