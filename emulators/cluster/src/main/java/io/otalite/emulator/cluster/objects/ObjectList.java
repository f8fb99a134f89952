package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What there was at one moment.
 *
 * @param version the counter at that moment; a watch from here misses nothing
 */
public record ObjectList(long version, List<ObjectNode> items) {
    public ObjectList {
        items = List.copyOf(items);
    }
}
