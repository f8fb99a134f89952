package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The fields of one map in a kustomization, taken out one by one; {@link #end} refuses those that nobody asked for. So
 * whatever is not supported is refused by its name without a list of it.
 */
final class Fields {
    private static final String ADVICE =
            "is not supported here. Render with kustomize and pass the result: kubectl kustomize DIR | ... -f -";

    private final ObjectNode node;
    private final String where;
    private final Set<String> unread = new LinkedHashSet<>();

    private Fields(ObjectNode node, String where) {
        this.node = node;
        this.where = where;
        node.fieldNames().forEachRemaining(unread::add);
    }

    static Fields of(JsonNode node, String where) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, where);
        }
        throw new ManifestException(where, "expected a map");
    }

    /** Refuses what is left. */
    void end() {
        if (!unread.isEmpty()) {
            throw refused(unread.iterator().next(), ADVICE);
        }
    }

    ManifestException refused(String field, String what) {
        return new ManifestException(where, "the field %s %s".formatted(field, what));
    }

    /** Takes a field whose content has no meaning here. */
    void ignore(String field) {
        unread.remove(field);
    }

    Optional<String> text(String field) {
        return take(field).map(value -> requireText(field, value));
    }

    String requiredText(String field) {
        return text(field).filter(value -> !value.isBlank()).orElseThrow(() -> refused(field, "must be there"));
    }

    boolean flag(String field) {
        var value = take(field);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw refused(field, "must be true or false");
        }
        return value.isPresent() && value.get().booleanValue();
    }

    OptionalInt count(String field) {
        var value = take(field);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!value.get().isInt() || value.get().intValue() < 0) {
            throw refused(field, "must be a whole number, not negative");
        }
        return OptionalInt.of(value.get().intValue());
    }

    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        elements(field).forEach(element -> texts.add(requireText(field, element)));
        return texts;
    }

    Map<String, String> textMap(String field) {
        var map = new LinkedHashMap<String, String>();
        var value = take(field);
        if (value.isPresent() && !value.get().isObject()) {
            throw refused(field, "must be a map");
        }
        value.ifPresent(node -> node.properties().forEach(e -> map.put(e.getKey(), requireText(field, e.getValue()))));
        return map;
    }

    Optional<Fields> map(String field) {
        return take(field).map(value -> of(value, where + ", " + field));
    }

    List<Fields> maps(String field) {
        var maps = new ArrayList<Fields>();
        for (var element : elements(field)) {
            maps.add(of(element, "%s, %s[%d]".formatted(where, field, maps.size())));
        }
        return maps;
    }

    String where() {
        return where;
    }

    private Iterable<JsonNode> elements(String field) {
        var value = take(field);
        if (value.isPresent() && !value.get().isArray()) {
            throw refused(field, "must be a list");
        }
        return value.<Iterable<JsonNode>>map(list -> list).orElse(List.of());
    }

    private String requireText(String field, JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        throw refused(field, "must be text: put %s into quotes".formatted(value));
    }

    private Optional<JsonNode> take(String field) {
        unread.remove(field);
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }
}
