package io.otalite.emulator.cluster.reconcile;

import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may select an object, asked from the object's side. Each selector is filed under one of its labels; the labels of the
 * object lead to the few selectors that are worth a comparison.
 */
public final class SelectorIndex {
    private record Entry(String bucket, LabelSelector selector) {}

    private final Map<ObjectKey, Entry> entries = new HashMap<>();
    private final Map<String, Set<ObjectKey>> buckets = new HashMap<>();

    /** Takes in a change of an object that has a selector. */
    public void apply(ObjectChange change, LabelSelector selector) {
        var key = change.key();
        var old = entries.remove(key);
        if (old != null) {
            buckets.getOrDefault(old.bucket(), Set.of()).remove(key);
        }
        if (change.type() != ObjectChange.Type.DELETED) {
            var label = selector.equalities().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .min(String::compareTo)
                    .orElse("");
            var entry = new Entry(key.namespace() + "/" + label, selector);
            entries.put(key, entry);
            buckets.computeIfAbsent(entry.bucket(), _ -> new LinkedHashSet<>()).add(key);
        }
    }

    /** Whose selector matches the labels. */
    public List<ObjectKey> selecting(String namespace, Map<String, String> labels) {
        var result = new ArrayList<ObjectKey>();
        collect(namespace + "/", labels, result);
        labels.forEach((name, value) -> collect(namespace + "/" + name + "=" + value, labels, result));
        return result;
    }

    private void collect(String bucket, Map<String, String> labels, List<ObjectKey> result) {
        for (var key : buckets.getOrDefault(bucket, Set.of())) {
            var entry = entries.get(key);
            if (entry != null && entry.selector().matches(labels)) {
                result.add(key);
            }
        }
    }
}
