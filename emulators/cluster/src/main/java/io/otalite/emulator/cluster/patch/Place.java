package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.patch.MergeKeys.ListRule;
import io.otalite.emulator.cluster.patch.PathElement.Keyed;
import io.otalite.emulator.cluster.patch.PathElement.Named;
import io.otalite.emulator.cluster.patch.PathElement.Valued;
import io.otalite.emulator.cluster.schema.Schema;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import io.otalite.emulator.cluster.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a value stands, by which a server-side apply knows its parts: the fields of an object, the elements of a list with
 * keys, the members of a set. A value that is owned as a whole has none.
 *
 * @param type of the object whose field this is; empty where there is none
 * @param field its name; empty for the root and for elements
 */
record Place(Schema schema, String type, String field) {

    static Place root(Kind kind) {
        return new Place(Schemas.of(kind), "", "");
    }

    /** Whether a value here is owned as a whole. */
    boolean isLeaf(JsonNode value) {
        return switch (value) {
            case ObjectNode _ ->
                switch (schema) {
                    case Struct struct -> MergeKeys.isAtomic(struct.type());
                    case MapOf _ -> MergeKeys.isAtomic(MergeKeys.row(type, field));
                    case ListOf _, Scalar _, Opaque _ -> true;
                };
            case ArrayNode list ->
                switch (rule()) {
                    case ListRule.Atomic _ -> true;
                    case ListRule.OfScalars _ -> false;
                    case ListRule.ByKeys _ -> !list.valueStream().allMatch(JsonNode::isObject);
                };
            default -> true;
        };
    }

    /** The parts of a value that is no leaf, in their order. Of two elements with the same keys the first counts. */
    Map<PathElement, JsonNode> parts(JsonNode value) {
        var parts = new LinkedHashMap<PathElement, JsonNode>();
        if (value instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> parts.put(new Named(entry.getKey()), entry.getValue()));
        } else {
            value.forEach(element -> parts.putIfAbsent(elementOf(element), element));
        }
        return parts;
    }

    /** Whether the parts are fields that the type declares, rather than data. */
    boolean declaresParts() {
        return schema instanceof Struct;
    }

    Place at(PathElement element) {
        return switch (schema) {
            case Struct struct
            when element instanceof Named named ->
                new Place(struct.field(named.name()).orElse(Opaque.ANYTHING), struct.type(), named.name());
            case MapOf map -> new Place(map.value(), "", "");
            case ListOf list -> new Place(list.element(), "", "");
            case Struct _, Scalar _, Opaque _ -> new Place(Opaque.ANYTHING, "", "");
        };
    }

    private ListRule rule() {
        return MergeKeys.apply(type, field);
    }

    private PathElement elementOf(JsonNode element) {
        return switch (rule()) {
            case ListRule.ByKeys byKeys -> keyed(byKeys.keys(), element);
            case ListRule.Atomic _, ListRule.OfScalars _ -> new Valued(element);
        };
    }

    private static Keyed keyed(List<String> names, JsonNode element) {
        var keys = new TreeMap<String, JsonNode>();
        for (var name : names) {
            if (element.hasNonNull(name)) {
                keys.put(name, element.get(name));
            } else if (!MergeKeys.defaultOf(name).isEmpty()) {
                keys.put(name, TextNode.valueOf(MergeKeys.defaultOf(name)));
            }
        }
        return new Keyed(keys);
    }
}
