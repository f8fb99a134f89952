package io.otalite.local.kafka;

import io.otalite.events.EventMessage;
import io.otalite.events.kafka.KafkaRecords;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts single records into topics by hand, and says where they went. */
public final class TopicWriter implements AutoCloseable {
    private static final int LARGEST_REQUEST_BYTES = 32 * 1024 * 1024;

    private final KafkaProducer<String, byte[]> producer;

    /** Where a record stands. */
    public record Position(String topic, int partition, long offset) {}

    public TopicWriter(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST_BYTES,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Writes one record and returns when the broker has it.
     *
     * @throws KafkaUnavailableException when it did not take it within some seconds, or there is no such topic
     */
    public Position write(EventMessage message) throws InterruptedException {
        try {
            var written = producer.send(KafkaRecords.toRecord(message)).get();
            return new Position(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("Nothing was written to " + message.topic(), e.getCause());
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("Nothing was written to " + message.topic(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
