package io.otalite.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.events.EventMessage;
import io.otalite.tuf.Bytes;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Event messages as Kafka records and back. Reading never fails, whatever stands in a record: what is missing becomes
 * empty, and {@link io.otalite.events.CloudEvents#decode} then refuses it with a reason.
 */
public final class KafkaRecords {

    private KafkaRecords() {}

    /** The record to send; its partition follows from its key. */
    public static ProducerRecord<String, byte[]> toRecord(EventMessage message) {
        var kafkaRecord = new ProducerRecord<>(
                message.topic(), message.key(), message.value().toArray());
        message.headers().forEach((name, text) -> kafkaRecord.headers().add(name, text.getBytes(UTF_8)));
        return kafkaRecord;
    }

    /** The message a record carries; of several headers with one name the last counts, as everywhere in Kafka. */
    public static EventMessage toMessage(ConsumerRecord<?, byte[]> received) {
        byte @Nullable [] value = received.value();
        return new EventMessage(
                received.topic(),
                key(received.key()),
                headers(received.headers()),
                Bytes.copyOf(value == null ? new byte[0] : value));
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case null -> "";
            case byte[] bytes -> new String(bytes, UTF_8);
            default -> key.toString();
        };
    }

    private static SortedMap<String, String> headers(Headers received) {
        var headers = new TreeMap<String, String>();
        for (var header : received) {
            byte @Nullable [] text = header.value();
            if (text == null) {
                headers.remove(header.key());
            } else {
                headers.put(header.key(), new String(text, UTF_8));
            }
        }
        return headers;
    }
}
