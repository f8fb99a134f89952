package io.otalite.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.otalite.events.EventMessage;
import io.otalite.events.kafka.KafkaRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, committed transactions only, as the product's consumers do. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<EventMessage> received = new ArrayList<>();

    TopicReader(Map<String, Object> kafka, String topic) {
        var settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All messages so far; those of one key in the order in which they stand in the topic. */
    List<EventMessage> messages() {
        consumer.poll(Duration.ofMillis(100)).forEach(found -> received.add(KafkaRecords.toMessage(found)));
        return received;
    }

    /** The values so far, by key. */
    Map<String, List<String>> values() {
        return messages().stream().collect(groupingBy(EventMessage::key, mapping(TopicReader::value, toList())));
    }

    private static String value(EventMessage message) {
        return new String(message.value().toArray(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
