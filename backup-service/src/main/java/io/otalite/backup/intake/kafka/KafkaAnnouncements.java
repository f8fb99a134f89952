package io.otalite.backup.intake.kafka;

import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.backup.intake.Announcements;
import io.otalite.events.CloudEvents;
import io.otalite.events.TargetsArchived;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.telemetry.LogContext;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Announcements as events on a topic. The producer is made when it is first needed, since that may fail without a broker. */
public final class KafkaAnnouncements implements Announcements, AutoCloseable {
    private static final URI SOURCE = URI.create("/backup-service");

    private final Map<String, Object> config;
    private final Duration timeout;
    private @Nullable CompletableFuture<Producer<String, byte[]>> producer;

    /**
     * @param broker where the broker is and how it is spoken to
     * @param timeout after which an event counts as not sent
     */
    public KafkaAnnouncements(Map<String, Object> broker, Duration timeout) {
        this.config = new HashMap<>(broker);
        this.timeout = timeout;
        var millis = (int) timeout.toMillis();
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024);
    }

    @Override
    public void announce(TargetsArchived event) {
        try {
            producer()
                    .get()
                    .send(KafkaRecords.toRecord(CloudEvents.encode(event, SOURCE)))
                    .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw unavailable(event, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException | KafkaException failed) {
            throw unavailable(event, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(event, interrupted);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            var _ = producer.thenAccept(made -> made.close(Duration.ZERO));
        }
    }

    /** Its thread outlives the record for which it is made. */
    private synchronized CompletableFuture<Producer<String, byte[]>> producer() {
        if (producer == null || producer.isCompletedExceptionally()) {
            producer = LogContext.outside(() -> new KafkaProducer<>(config));
        }
        return producer;
    }

    private static UnavailableException unavailable(TargetsArchived event, Throwable cause) {
        return new UnavailableException(
                HoldCause.BROKER,
                "The broker has not acknowledged that %s is archived: %s".formatted(event.identity(), cause),
                cause);
    }
}
