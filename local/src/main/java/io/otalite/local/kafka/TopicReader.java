package io.otalite.local.kafka;

import io.otalite.events.EventMessage;
import io.otalite.events.kafka.KafkaRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic as they are: no consumer group, so nobody else notices, and only what was committed.
 * For one thread.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** A record, and where and when it was written. */
    public record Received(int partition, long offset, Instant time, EventMessage message) {}

    private TopicReader(String topic, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        this.partitions = partitions();
        consumer.assign(partitions);
    }

    /**
     * A reader of the whole topic, from its first record.
     *
     * @throws KafkaUnavailableException when the broker does not answer, or has no such topic
     */
    public static TopicReader fromBeginning(String bootstrapServers, String topic) {
        var reader = open(bootstrapServers, topic);
        reader.consumer.seekToBeginning(reader.partitions);
        return reader;
    }

    /**
     * A reader of what is written from now on.
     *
     * @throws KafkaUnavailableException when the broker does not answer, or has no such topic
     */
    public static TopicReader fromNow(String bootstrapServers, String topic) {
        var reader = open(bootstrapServers, topic);
        reader.consumer.seekToEnd(reader.partitions);
        // The seek is lazy; asking for a position makes it happen now.
        reader.partitions.forEach(partition -> reader.consumer.position(partition, PATIENCE));
        return reader;
    }

    private static TopicReader open(String bootstrapServers, String topic) {
        var consumer = new KafkaConsumer<>(settings(bootstrapServers), bytes(), bytes());
        try {
            return new TopicReader(topic, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static ByteArrayDeserializer bytes() {
        return new ByteArrayDeserializer();
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
    }

    private List<TopicPartition> partitions() {
        try {
            var topics = consumer.listTopics(PATIENCE);
            var found = topics.get(topic);
            if (found == null) {
                throw new KafkaUnavailableException("There is no topic " + topic + "; there are "
                        + topics.keySet().stream().sorted().toList());
            }
            return found.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The broker did not tell its topics", e);
        }
    }

    /** What has come, at once or within that time; empty when nothing has. Records of one partition are in order. */
    public List<Received> poll(Duration patience) {
        try {
            var received = new ArrayList<Received>();
            consumer.poll(patience).forEach(read -> received.add(received(read)));
            return received;
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("The topic " + topic + " cannot be read", e);
        }
    }

    /** Everything from where this reader stands to the end the topic has now. */
    public List<Received> readToEnd() {
        var ends = consumer.endOffsets(partitions, PATIENCE);
        var all = new ArrayList<Received>();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            all.addAll(poll(Duration.ofMillis(200)));
        }
        return all;
    }

    private static Received received(ConsumerRecord<byte[], byte[]> read) {
        return new Received(
                read.partition(), read.offset(), Instant.ofEpochMilli(read.timestamp()), KafkaRecords.toMessage(read));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
