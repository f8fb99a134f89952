package io.otalite.backup;

import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.events.Topics;
import io.otalite.events.kafka.KafkaRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the topics as the relay does, in transactions, and reads what is announced. */
public final class TestTopics implements AutoCloseable {
    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    public TestTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "relay",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        33_554_432),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Publishes each in a transaction of its own, in this order. */
    public void publish(Event... events) {
        for (var event : events) {
            send(TestFactory.message(event));
        }
    }

    public void send(EventMessage message) {
        producer.beginTransaction();
        var sent = producer.send(KafkaRecords.toRecord(message));
        producer.commitTransaction();
        if (!sent.isDone()) {
            throw new IllegalStateException("A committed record was not sent");
        }
    }

    /** Everything on the topic of announcements about this factory. */
    public List<EventMessage> announced(String factory) {
        var config = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
        var found = new ArrayList<EventMessage>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var topic = Topics.TARGETS_ARCHIVED.name();
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> received : consumer.poll(Duration.ofMillis(100))) {
                    if (factory.equals(received.key())) {
                        found.add(KafkaRecords.toMessage(received));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
