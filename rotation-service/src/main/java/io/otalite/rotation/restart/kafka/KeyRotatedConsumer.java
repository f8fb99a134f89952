package io.otalite.rotation.restart.kafka;

import io.otalite.events.Topics;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.KeyRotations.Taken;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.rotation.restart.RestartsUnavailableException;
import io.otalite.telemetry.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over events about rotated keys, and commits what is on record. A record that cannot be taken yet holds its own partition up and
 * no other one; it is read again a second later, so that nothing is kept in memory meanwhile. A broker that is away is looked for again
 * and again, with one line in the log.
 */
public final class KeyRotatedConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotatedConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_RECORDS = 100;
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Map<String, Object> config;
    private final KeyRotations rotations;
    private final BooleanSupplier ready;
    private final Duration patience;
    private final Clock clock;
    private final Map<TopicPartition, Held> held = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("key-rotated").daemon().unstarted(this::run);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Consumer<byte[], byte[]> current;
    private final Semaphore end = new Semaphore(0);
    private boolean closed;
    private boolean failing;

    /** A partition that waits. @param since when the record was read first */
    private record Held(long offset, Instant since, Instant until) {}

    /**
     * @param broker where the broker is and how it is spoken to
     * @param group the consumer group
     * @param ready before that nothing is read
     * @param patience how long a Secret that an event names may be unseen: the event may be faster than the news of the Secret
     */
    public KeyRotatedConsumer(
            Map<String, Object> broker,
            String group,
            KeyRotations rotations,
            BooleanSupplier ready,
            Duration patience,
            Clock clock) {
        this.config = new HashMap<>(broker);
        this.rotations = rotations;
        this.ready = ready;
        this.patience = patience;
        this.clock = clock;
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                if (ready.getAsBoolean()) {
                    consume();
                }
            } while (!end.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | WakeupException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the broker has to be looked for anew. */
    private void consume() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            if (!become(consumer)) {
                return;
            }
            consumer.subscribe(List.of(Topics.KEYS_ROTATED.name()));
            while (true) {
                poll(consumer);
            }
        } catch (WakeupException closing) {
            throw closing;
        } catch (KafkaException away) {
            away(away);
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).log("Events about rotated keys could not be read; it is tried again");
        } finally {
            held.clear();
        }
    }

    private boolean become(Consumer<byte[], byte[]> consumer) {
        lock.lock();
        try {
            current = consumer;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void away(KafkaException reason) {
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("reason", reason.toString())
                    .log("Events about rotated keys cannot be read; it is tried again");
        }
        failing = true;
    }

    private void poll(Consumer<byte[], byte[]> consumer) {
        resume(consumer);
        var records = consumer.poll(POLL);
        failing = false;
        var done = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : records.partitions()) {
            for (var received : records.records(partition)) {
                if (!take(received)) {
                    hold(consumer, partition, received.offset());
                    break;
                }
                held.remove(partition);
                done.put(partition, new OffsetAndMetadata(received.offset() + 1));
            }
        }
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    private void resume(Consumer<byte[], byte[]> consumer) {
        var now = clock.instant();
        held.keySet().retainAll(consumer.assignment());
        held.forEach((partition, until) -> {
            if (!now.isBefore(until.until())) {
                consumer.resume(Set.of(partition));
            }
        });
    }

    private void hold(Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        var now = clock.instant();
        consumer.seek(partition, offset);
        consumer.pause(Set.of(partition));
        var since = first(partition, offset, now);
        held.put(partition, new Held(offset, since, now.plus(PAUSE)));
    }

    private Instant first(TopicPartition partition, long offset, Instant now) {
        var before = held.get(partition);
        return before != null && before.offset() == offset ? before.since() : now;
    }

    /** @return whether it is on record, or set aside */
    private boolean take(ConsumerRecord<byte[], byte[]> received) {
        var partition = new TopicPartition(received.topic(), received.partition());
        var now = clock.instant();
        var told = Instant.ofEpochMilli(received.timestamp());
        var since = first(partition, received.offset(), now);
        var written = told.isBefore(since) ? told : since;
        var message = KafkaRecords.toMessage(received);
        try (var _ = LogContext.with(LogContext.EVENT_ID, message.headers().getOrDefault("ce_id", ""))) {
            return rotations.take(
                            new Received(
                                    received.topic(),
                                    received.partition(),
                                    received.offset(),
                                    message.key(),
                                    message.value(),
                                    written),
                            message,
                            written.plus(patience).isBefore(now))
                    != Taken.NOT_YET;
        } catch (RestartsUnavailableException unavailable) {
            LOG.atDebug()
                    .addKeyValue("reason", String.valueOf(unavailable.getCause()))
                    .log("An event about a rotated key cannot be recorded; it is tried again");
            return false;
        }
    }

    /** Ends; waits for the record that is in work, for five seconds at most. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (current != null) {
                current.wakeup();
            }
        } finally {
            lock.unlock();
        }
        end.release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
