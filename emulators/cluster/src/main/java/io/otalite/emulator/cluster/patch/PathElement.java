package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One step from an object into its parts, written as in {@code fieldsV1} and shown as in messages. */
sealed interface PathElement {
    JsonMapper JSON = new JsonMapper();

    /** The name in {@code fieldsV1}. */
    String key();

    /** A named field: {@code f:spec}, shown as {@code .spec}. */
    record Named(String name) implements PathElement {
        @Override
        public String key() {
            return "f:" + name;
        }

        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** The element of a list with these keys: {@code k:{"name":"main"}}, shown as {@code [name="main"]}. */
    record Keyed(TreeMap<String, JsonNode> keys) implements PathElement {
        @Override
        public String key() {
            var object = JsonNodeFactory.instance.objectNode();
            object.setAll(keys);
            return "k:" + object;
        }

        @Override
        public String toString() {
            return keys.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** A member of a set: {@code v:"x"}, shown as {@code [="x"]}. */
    record Valued(JsonNode value) implements PathElement {
        @Override
        public String key() {
            return "v:" + value;
        }

        @Override
        public String toString() {
            return "[=" + value + "]";
        }
    }

    /**
     * @throws IllegalArgumentException when it is none; an index ({@code i:0}) is none either, as no list here has them
     */
    static PathElement parse(String key) {
        var rest = key.length() > 2 ? key.substring(2) : "";
        try {
            return switch (key.substring(0, Math.min(2, key.length()))) {
                case "f:" -> new Named(rest);
                case "v:" -> new Valued(JSON.readTree(rest));
                case "k:" ->
                    new Keyed(JSON.readTree(rest).properties().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, Map.Entry::getValue, (_, last) -> last, TreeMap::new)));
                default -> throw new IllegalArgumentException("unknown path element in fieldsV1: " + key);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken path element in fieldsV1: " + key, e);
        }
    }
}
