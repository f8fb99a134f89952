package io.otalite.telemetry.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.otalite.telemetry.Messaging;
import io.otalite.telemetry.Messaging.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Events that were read and sent, in the words of {@link Messaging}. Thread-safe. */
public final class MessagingMetrics {
    private final MeterRegistry registry;
    private final Map<String, String> groups;

    /** @param groups the consumer group of each topic that is read; these count from 0 */
    public MessagingMetrics(MeterRegistry registry, Map<String, String> groups) {
        this.registry = registry;
        this.groups = Map.copyOf(groups);
        groups.keySet().forEach(topic -> registry.counter(Messaging.CONSUMED_MESSAGES, read(topic, Operation.POLL)));
    }

    /** One message has ended. @param processing of it */
    public void consumed(String topic, Duration processing) {
        registry.counter(Messaging.CONSUMED_MESSAGES, read(topic, Operation.POLL))
                .increment();
        registry.timer(Messaging.PROCESS_DURATION, read(topic, Operation.PROCESS))
                .record(processing);
    }

    /** One message is sent; how long that took is not known. */
    public void sent(String topic) {
        registry.counter(Messaging.SENT_MESSAGES, tags(topic, Operation.SEND, Optional.empty()))
                .increment();
    }

    /** Messages were sent together, or not. @param failure why they are not sent */
    public void attempted(String topic, long messages, Duration took, Optional<Exception> failure) {
        var tags = tags(topic, Operation.SEND, failure);
        registry.counter(Messaging.SENT_MESSAGES, tags).increment(messages);
        registry.timer(Messaging.OPERATION_DURATION, tags).record(took);
    }

    private Tags read(String topic, Operation operation) {
        return tags(topic, operation, Optional.empty()).and(Messaging.GROUP, groups.getOrDefault(topic, "unknown"));
    }

    private static Tags tags(String topic, Operation operation, Optional<Exception> failure) {
        var error = failure.map(Exception::getClass).map(Class::getName).orElse("");
        return Tags.of(
                Messaging.SYSTEM,
                Messaging.KAFKA,
                Messaging.OPERATION_NAME,
                operation.word(),
                Messaging.DESTINATION,
                topic,
                Messaging.ERROR_TYPE,
                error);
    }
}
