package io.otalite.rotation.observation;

import java.util.Map;

/**
 * An object of which it is enough to know that it is there.
 *
 * @param labels of a node; not kept for other kinds
 */
public record Plain(ObjectRef ref, Meta meta, Map<String, String> labels) implements Observed {
    public Plain {
        labels = Map.copyOf(labels);
    }
}
