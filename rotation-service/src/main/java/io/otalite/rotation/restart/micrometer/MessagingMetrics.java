package io.otalite.rotation.restart.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/**
 * Events that were read, in the words of OpenTelemetry's semantic conventions for messaging clients, which are still in development
 * there, so that they stand in this one class.
 */
public final class MessagingMetrics {
    private final MeterRegistry registry;
    private final String group;

    /** @param group the consumer group */
    public MessagingMetrics(MeterRegistry registry, String group) {
        this.registry = registry;
        this.group = group;
    }

    void consumed(String topic, Duration processing) {
        registry.counter("messaging.client.consumed.messages", tags(topic, "poll"))
                .increment();
        registry.timer("messaging.process.duration", tags(topic, "process")).record(processing);
    }

    private Tags tags(String topic, String operation) {
        return Tags.of(
                "messaging.system", "kafka",
                "messaging.operation.name", operation,
                "messaging.destination.name", topic,
                "messaging.consumer.group.name", group);
    }
}
