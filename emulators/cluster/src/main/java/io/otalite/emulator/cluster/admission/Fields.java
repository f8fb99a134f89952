package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Reading and filling the fields of an object that somebody else wrote, where anything may be missing. */
final class Fields {

    private Fields() {}

    static void fill(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    static void fill(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    static void fill(ObjectNode object, String field, boolean value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    /** The object in a field, made when the field is missing; empty when something else is there. */
    static Optional<ObjectNode> made(ObjectNode object, String field) {
        if (!object.has(field)) {
            object.putObject(field);
        }
        return present(object, field);
    }

    static Optional<ObjectNode> present(JsonNode object, String field) {
        return object.get(field) instanceof ObjectNode value ? Optional.of(value) : Optional.empty();
    }

    /** The objects of a list; none when it is missing. */
    static List<ObjectNode> objects(JsonNode object, String field) {
        return object.path(field)
                .valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    static String text(JsonNode object, String field) {
        return object.path(field).asText("");
    }
}
