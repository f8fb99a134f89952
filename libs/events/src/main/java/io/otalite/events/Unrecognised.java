package io.otalite.events;

import io.otalite.tuf.Bytes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A well-formed event of a type that this version does not know, as a newer writer may send it: a reader skips it
 * instead of stopping, and can still keep what it received.
 *
 * @param attributes the CloudEvents attributes by name, without the prefix they have in the headers
 */
public record Unrecognised(String type, SortedMap<String, String> attributes, Bytes value) implements Event {

    public Unrecognised {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
