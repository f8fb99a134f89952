package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Parts of an object, each by its path. A value; the order says nothing. */
record FieldSet(Set<FieldPath> paths) {
    static final FieldSet NONE = new FieldSet(Set.of());

    /** In {@code fieldsV1}, the mark of a part that is in the set together with some of its own parts. */
    private static final String ITSELF = ".";

    FieldSet {
        paths = Set.copyOf(paths);
    }

    /**
     * Reads {@code fieldsV1}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static FieldSet parse(JsonNode fieldsV1) {
        var paths = new LinkedHashSet<FieldPath>();
        parse(fieldsV1, FieldPath.ROOT, paths);
        return new FieldSet(paths);
    }

    private static void parse(JsonNode node, FieldPath at, Set<FieldPath> paths) {
        node.properties().forEach(entry -> {
            if (entry.getKey().equals(ITSELF)) {
                paths.add(at);
                return;
            }
            var child = at.then(PathElement.parse(entry.getKey()));
            if (entry.getValue().isEmpty()) {
                paths.add(child);
            } else {
                parse(entry.getValue(), child, paths);
            }
        });
    }

    /** The set as {@code fieldsV1}. */
    ObjectNode toFieldsV1() {
        var root = JsonNodeFactory.instance.objectNode();
        paths.stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .forEach(path -> {
                    var node = root;
                    for (var element : path.elements()) {
                        node = node.withObjectProperty(element.key());
                    }
                    node.putObject(ITSELF);
                });
        dropMarksOfLeaves(root);
        return root;
    }

    private static void dropMarksOfLeaves(ObjectNode node) {
        if (node.size() == 1 && node.has(ITSELF)) {
            node.removeAll();
        }
        node.forEach(child -> dropMarksOfLeaves((ObjectNode) child));
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    boolean contains(FieldPath path) {
        return paths.contains(path);
    }

    FieldSet union(FieldSet other) {
        var all = new LinkedHashSet<>(paths);
        all.addAll(other.paths);
        return new FieldSet(all);
    }

    FieldSet without(FieldSet other) {
        return only(path -> !other.contains(path));
    }

    FieldSet intersection(FieldSet other) {
        return only(other::contains);
    }

    FieldSet only(Predicate<FieldPath> wanted) {
        var some = new LinkedHashSet<>(paths);
        some.removeIf(wanted.negate());
        return new FieldSet(some);
    }
}
