package io.otalite.backup.intake.kafka;

import io.otalite.backup.archive.RootsProgress;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Compares what the consumer group has committed with the end of the roots topic.
 *
 * <p>The committed offset stays below the end although everything is done, because the end counts the markers of transactions
 * and a record that was archived a second ago is not committed yet. So what lies between is read: only a record means
 * that the group is behind. Reading is by a consumer of its own that commits nothing.
 */
public final class KafkaRootsProgress implements RootsProgress {
    private final Map<String, Object> config;
    private final Duration timeout;

    /**
     * @param broker where the broker is and how it is spoken to
     * @param group the consumer group that archives the roots
     * @param timeout for the whole question
     */
    public KafkaRootsProgress(Map<String, Object> broker, String group, Duration timeout) {
        this.config = new HashMap<>(broker);
        this.timeout = timeout;
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    }

    @Override
    public boolean caughtUp() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
            var ends = ends(partitions(consumer));
            var behind = behind(consumer, ends);
            return behind.isEmpty() || holdsNoRecord(consumer, behind, ends);
        } catch (KafkaException noAnswer) {
            throw new UnavailableException(
                    HoldCause.BROKER, "The broker does not say how far the roots are: " + noAnswer, noAnswer);
        }
    }

    /**
     * The ends as the broker has written them, which may be beyond what is committed: the marker of a transaction reaches
     * each partition at a moment of its own, and a root that was sent must not be taken for one that was not.
     */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        var everything = new HashMap<>(config);
        everything.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (var consumer = new KafkaConsumer<byte[], byte[]>(everything)) {
            return consumer.endOffsets(partitions);
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        var topic = Topics.ROOTS_PUBLISHED.name();
        var found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new UnavailableException(HoldCause.BROKER, "The topic %s does not exist yet".formatted(topic));
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** Where the group has not committed up to the end, and from where on. */
    private static Map<TopicPartition, Long> behind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var committed = consumer.committed(ends.keySet());
        var begin = consumer.beginningOffsets(ends.keySet());
        var behind = new HashMap<TopicPartition, Long>();
        ends.forEach((partition, end) -> {
            var offset = committed.get(partition);
            var from = Math.max(offset == null ? 0L : offset.offset(), begin.getOrDefault(partition, 0L));
            if (from < end) {
                behind.put(partition, from);
            }
        });
        return behind;
    }

    private boolean holdsNoRecord(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> behind, Map<TopicPartition, Long> ends) {
        consumer.assign(behind.keySet());
        behind.forEach(consumer::seek);
        var deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                return false;
            }
            if (ends.entrySet().stream()
                    .filter(end -> behind.containsKey(end.getKey()))
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                return true;
            }
        }
        throw new UnavailableException(
                HoldCause.BROKER, "The end of the roots topic was not reached within " + timeout.toMillis() + " ms");
    }
}
