package io.otalite.system;

import io.otalite.events.DocumentIdentity;
import io.otalite.events.EventMessage;
import io.otalite.events.kafka.KafkaRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic read by a consumer of its own that belongs to nobody: everything that was committed, as it stands there. */
record RawTopic(String bootstrapServers, String name) {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** All records there are at this moment, each partition in its order. */
    List<EventMessage> read() {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readUpTo(consumer.endOffsets(partitions), consumer);
        }
    }

    /** Those records that speak of this document. */
    List<EventMessage> about(DocumentIdentity identity) {
        return read().stream()
                .filter(message -> identity.toString().equals(message.headers().get("ce_subject")))
                .toList();
    }

    private List<EventMessage> readUpTo(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        var messages = new ArrayList<EventMessage>();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The end of %s was not reached in %s".formatted(name, PATIENCE));
            }
            consumer.poll(POLL).forEach(received -> messages.add(KafkaRecords.toMessage(received)));
        }
        return messages;
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }
}
