package io.otalite.backup.intake.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;

/**
 * Events that were read and sent, in the words of OpenTelemetry's semantic conventions for messaging clients, which are still in
 * development there, so that they stand in this one class.
 */
public final class MessagingMetrics {
    private final MeterRegistry registry;
    private final Map<String, String> groups;

    /** @param groups the consumer group of each topic that is read */
    public MessagingMetrics(MeterRegistry registry, Map<String, String> groups) {
        this.registry = registry;
        this.groups = Map.copyOf(groups);
        groups.keySet().forEach(topic -> registry.counter("messaging.client.consumed.messages", read(topic, "poll")));
    }

    void consumed(String topic, Duration processing) {
        registry.counter("messaging.client.consumed.messages", read(topic, "poll"))
                .increment();
        registry.timer("messaging.process.duration", read(topic, "process")).record(processing);
    }

    void sent(String topic) {
        registry.counter("messaging.client.sent.messages", tags(topic, "send")).increment();
    }

    private Tags read(String topic, String operation) {
        return tags(topic, operation).and("messaging.consumer.group.name", groups.getOrDefault(topic, "unknown"));
    }

    private static Tags tags(String topic, String operation) {
        return Tags.of(
                "messaging.system", "kafka",
                "messaging.operation.name", operation,
                "messaging.destination.name", topic);
    }
}
