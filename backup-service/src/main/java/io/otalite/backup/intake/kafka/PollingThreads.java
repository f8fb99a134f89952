package io.otalite.backup.intake.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches that every consumer still polls: its thread does what it is asked, and it is subscribed. A channel that has ended,
 * for instance because no broker's name could be resolved when it began, is not begun again by the connector.
 */
public final class PollingThreads {
    private final KafkaClientService clients;
    private final Clock clock;
    private final Map<KafkaConsumer<?, ?>, Instant> answered = new ConcurrentHashMap<>();

    public PollingThreads(KafkaClientService clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** Asks every consumer for a sign of life; does not wait for it. */
    public void ask() {
        for (var channel : clients.getConsumerChannels()) {
            for (var consumer : clients.getConsumers(channel)) {
                answered.putIfAbsent(consumer, clock.instant());
                consumer.runOnPollingThread(polled -> {
                            if (!polled.subscription().isEmpty()) {
                                answered.put(consumer, clock.instant());
                            }
                        })
                        .subscribe()
                        .with(_ -> {}, _ -> {});
            }
        }
    }

    /** Whether one of them has not answered for so long. */
    public boolean silentFor(Duration limit) {
        var before = clock.instant().minus(limit);
        return answered.values().stream().anyMatch(last -> last.isBefore(before));
    }
}
