package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A map of texts (labels, annotations, a selector) in objects of some kinds.
 *
 * @param kinds in which it is; empty for all
 * @param steps the names of the fields on the way; lists on the way are entered
 * @param create whether it is made where it is missing
 */
record FieldPath(Set<String> kinds, List<String> steps, boolean create) {
    static FieldPath of(String path, boolean create, String... kinds) {
        return new FieldPath(Set.of(kinds), List.of(path.split("/", -1)), create);
    }

    /** Puts the entries in wherever the path leads; an entry of the same key is replaced. */
    void putInto(ObjectNode object, Map<String, String> entries) {
        if (kinds.isEmpty() || kinds.contains(object.path("kind").asText())) {
            put(object, 0, entries);
        }
    }

    private void put(JsonNode node, int step, Map<String, String> entries) {
        if (node.isArray()) {
            node.forEach(element -> put(element, step, entries));
        } else if (node instanceof ObjectNode map && step == steps.size()) {
            entries.forEach(map::put);
        } else if (node instanceof ObjectNode map) {
            var name = steps.get(step);
            if (create && map.path(name).isMissingNode() || map.path(name).isNull() && create) {
                map.putObject(name);
            }
            put(map.path(name), step + 1, entries);
        }
    }
}
