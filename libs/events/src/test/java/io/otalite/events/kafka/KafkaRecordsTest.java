package io.otalite.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.EventMessage;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {

    private static final EventMessage MESSAGE = new EventMessage(
            "topic", "acme", new TreeMap<>(Map.of("ce_id", "1", "content-type", "text/plain")), Bytes.utf8("höhe"));

    @Test
    void aMessageSurvivesTheWayThereAndBack() {
        // When
        var sent = KafkaRecords.toRecord(MESSAGE);
        var received = new ConsumerRecord<>(sent.topic(), 0, 0L, sent.key(), sent.value());
        sent.headers().forEach(received.headers()::add);

        // Then
        assertThat(KafkaRecords.toMessage(received)).isEqualTo(MESSAGE);
        assertThat(sent.partition()).as("the key decides").isNull();
    }

    @Test
    void aKeyOfBytesIsReadAsText() {
        var received = new ConsumerRecord<>("topic", 0, 0L, "acme".getBytes(UTF_8), new byte[0]);

        assertThat(KafkaRecords.toMessage(received).key()).isEqualTo("acme");
    }

    @Test
    void whatIsMissingBecomesEmpty() {
        var received = new ConsumerRecord<String, byte[]>("topic", 0, 0L, null, null);
        received.headers().add("ce_id", null);

        var message = KafkaRecords.toMessage(received);

        assertThat(message).isEqualTo(new EventMessage("topic", "", new TreeMap<>(), Bytes.utf8("")));
    }

    @Test
    void ofSeveralHeadersWithOneNameTheLastCounts() {
        var received = new ConsumerRecord<>("topic", 0, 0L, "acme", new byte[0]);
        received.headers().add("ce_id", "1".getBytes(UTF_8)).add("ce_id", "2".getBytes(UTF_8));

        assertThat(KafkaRecords.toMessage(received).headers()).containsExactly(Map.entry("ce_id", "2"));
    }
}
