package io.otalite.outbox;

import io.otalite.events.EventMessage;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Messages of which only the key and the number matter. */
final class Messages {

    static final String TOPIC = "numbers";

    private Messages() {}

    static EventMessage of(String key, int number) {
        return of(TOPIC, key, number);
    }

    static EventMessage of(String topic, String key, int number) {
        var headers = new TreeMap<>(Map.of("ce_type", "io.otalite.Number.v1", "ce_id", key + "/" + number));
        return new EventMessage(topic, key, headers, Bytes.utf8(Integer.toString(number)));
    }

    /** Random bytes, which cannot be compressed. */
    static EventMessage ofSize(String key, int size) {
        return ofSize(TOPIC, key, size);
    }

    static EventMessage ofSize(String topic, String key, int size) {
        var value = new byte[size];
        new Random(size).nextBytes(value);
        return new EventMessage(topic, key, new TreeMap<>(), Bytes.copyOf(value));
    }
}
