package io.otalite.outbox;

import io.otalite.events.kafka.KafkaRecords;
import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.UnfailingTracing;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends rows in transactions under one fixed identity. Opening it makes the broker refuse every earlier holder of that
 * identity, and undo what that one had not committed: so a relay that was replaced, and does not know it yet, cannot send
 * old rows after new ones.
 */
final class TransactionalSender implements AutoCloseable {

    private static final int COMMIT_ATTEMPTS = 4;
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final Producer<String, byte[]> producer;
    private final Tracing tracing;

    /** Takes over a producer whose transactions are initialised. */
    TransactionalSender(Producer<String, byte[]> producer, Tracing tracing) {
        this.producer = producer;
        this.tracing = UnfailingTracing.of(tracing);
    }

    /** What became of a transaction whose outcome is known. */
    sealed interface Outcome {

        /** All rows are visible to readers. */
        record Sent() implements Outcome {}

        /**
         * No row is visible to readers.
         *
         * @param failures what befell single rows, by id; never empty
         */
        record Aborted(SortedMap<Long, Exception> failures) implements Outcome {

            public Aborted {
                failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
            }

            /** Rows that fell because of what they are: however often they are sent, the broker will not take them. */
            List<Long> tooLarge() {
                return rowsWith(RecordTooLargeException.class);
            }

            /** Rows that fell because of where they go: their partition gave no answer. */
            List<Long> timedOut() {
                return rowsWith(TimeoutException.class);
            }

            Exception cause() {
                return failures.firstEntry().getValue();
            }

            private List<Long> rowsWith(Class<? extends Exception> failure) {
                return failures.entrySet().stream()
                        .filter(entry -> failure.isInstance(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
            }
        }
    }

    /**
     * Opens a sender and thereby fences earlier ones.
     *
     * @param kafka where the broker is and how to get in; may also change limits and times, but nothing that the
     *     promises of the outbox rest on
     * @throws KafkaException if the broker cannot be reached
     */
    static TransactionalSender open(String name, Map<String, Object> kafka, Tracing tracing) {
        var producer = new KafkaProducer<String, byte[]>(configuration(name, kafka));
        var sender = new TransactionalSender(producer, tracing);
        try {
            producer.initTransactions();
            return sender;
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    private static Map<String, Object> configuration(String name, Map<String, Object> kafka) {
        var configuration = new HashMap<String, Object>();
        configuration.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        // More than a delivery and all attempts to commit take together.
        configuration.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 45_000);
        // Counted before compression; the topics' own limit counts after it.
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 * 1024 * 1024);
        configuration.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        configuration.putAll(kafka);
        configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return configuration;
    }

    /**
     * Sends rows, all or none.
     *
     * @throws KafkaException if the outcome is not known or this sender cannot go on, for instance because it was fenced;
     *     it must be closed then, and the rows be sent again by another one
     */
    Outcome send(List<Sendable> rows) {
        try (var spans = SendSpans.begin(tracing, rows)) {
            producer.beginTransaction();
            var failures = deliver(rows, spans);
            if (failures.isEmpty()) {
                commit();
                spans.sent();
                return new Outcome.Sent();
            }
            producer.abortTransaction();
            return new Outcome.Aborted(failures);
        }
    }

    /** Waits for every row's own answer before the outcome is decided, so that a failure can be told from its victims. */
    private SortedMap<Long, Exception> deliver(List<Sendable> rows, SendSpans spans) {
        var failures = new ConcurrentSkipListMap<Long, Exception>();
        for (var row : rows) {
            try {
                var _ = producer.send(KafkaRecords.toRecord(spans.message(row)), (_, failure) -> {
                    if (failure != null) {
                        failures.put(row.id(), failure);
                    }
                });
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                failures.putIfAbsent(row.id(), e);
                break;
            }
        }
        producer.flush();
        return new TreeMap<>(failures);
    }

    /** A commit that timed out may still happen; the only thing allowed then is to ask for it again. */
    private void commit() {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Ends within the half second it is given, also on an interrupted thread. */
    @Override
    public void close() {
        var interrupted = Thread.interrupted();
        try {
            producer.close(CLOSE_TIMEOUT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
