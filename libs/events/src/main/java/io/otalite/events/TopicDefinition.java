package io.otalite.events;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topic and the settings that its readers rely on; a topic whose settings differ loses events in silence, so they are
 * compared at every start.
 *
 * @param partitions chosen once: another number later would break the order per key
 * @param settings broker settings of the topic, by their Kafka names
 */
public record TopicDefinition(String name, int partitions, SortedMap<String, String> settings) {

    public TopicDefinition {
        if (partitions <= 0) {
            throw new IllegalArgumentException("The topic " + name + " needs a partition, not " + partitions);
        }
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
