package io.otalite.events;

import io.otalite.tuf.Bytes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An event as it travels: a topic, a key, headers and a value. It knows no transport, so that it can wait in a database
 * for one.
 *
 * @param key decides the order: messages with the same key are read in the order in which they were written
 * @param headers by name; the CloudEvents attributes carry the prefix {@code ce_}
 */
public record EventMessage(String topic, String key, SortedMap<String, String> headers, Bytes value) {

    public EventMessage {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** A copy with one header more, for instance the trace context of the request that caused the event. */
    public EventMessage withHeader(String name, String text) {
        var more = new TreeMap<>(headers);
        more.put(name, text);
        return new EventMessage(topic, key, more, value);
    }
}
