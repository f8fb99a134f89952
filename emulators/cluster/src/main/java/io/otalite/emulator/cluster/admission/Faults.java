package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Refusal.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wrong with one object, in the words of an API server; all of it, as a user wants to mend it in one go. */
final class Faults {
    private final List<Cause> causes = new ArrayList<>();

    /** A value that is there and wrong. */
    void invalid(String path, JsonNode value, String why) {
        var shown = value.isMissingNode() ? "null" : value.toString();
        add("FieldValueInvalid", path, "Invalid value: %s: %s".formatted(shown, why));
    }

    void invalid(String path, String value, String why) {
        invalid(path, TextNode.valueOf(value), why);
    }

    void required(String path) {
        add("FieldValueRequired", path, "Required value");
    }

    void required(String path, String why) {
        add("FieldValueRequired", path, "Required value: " + why);
    }

    void duplicate(String path, String value) {
        add("FieldValueDuplicate", path, "Duplicate value: \"%s\"".formatted(value));
    }

    /** A reference within the object to what is not in it. */
    void notFound(String path, String value) {
        add("FieldValueNotFound", path, "Not found: \"%s\"".formatted(value));
    }

    void forbidden(String path, String why) {
        add("FieldValueForbidden", path, "Forbidden: " + why);
    }

    /** What a real cluster would do and this one cannot. */
    void beyondThisCluster(String path, String what) {
        forbidden(path, "the cluster emulator does not support " + what);
    }

    void unsupported(String path, String value, Set<String> supported) {
        var list = new TreeSet<>(supported).stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
        add("FieldValueNotSupported", path, "Unsupported value: \"%s\": supported values: %s".formatted(value, list));
    }

    void tooLong(String path, String why) {
        add("FieldValueTooLong", path, "Too long: " + why);
    }

    /** Demands that a field has one of some words; a missing field is another rule's matter. */
    void oneOf(JsonNode object, String path, String field, Set<String> supported) {
        if (object.has(field) && !supported.contains(object.get(field).asText())) {
            unsupported(path + "." + field, object.get(field).asText(), supported);
        }
    }

    /** Demands that a number is not negative; a missing one is not. */
    void notNegative(JsonNode object, String path, String field) {
        if (object.path(field).asLong() < 0) {
            invalid(path + "." + field, object.get(field), "must be greater than or equal to 0");
        }
    }

    void throwIfAny(ObjectKey key) {
        if (!causes.isEmpty()) {
            throw Refusal.invalid(key, causes);
        }
    }

    private void add(String reason, String path, String message) {
        causes.add(new Cause(reason, message, path));
    }
}
