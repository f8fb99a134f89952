package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The strategic merge patch of Kubernetes in the dialect of kustomize: maps are merged, {@code null} deletes, lists whose
 * elements have a merge key are merged by it, other lists are replaced, and {@code $patch: replace|delete} overrules.
 * Merged lists begin with the elements of the patch; an API server orders them in another way.
 *
 * <p>Kinds that are not built in have no merge keys, so all their lists are replaced.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic merge patch</a>
 */
public final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";

    private final String kind;
    private final boolean builtIn;

    private StrategicMerge(JsonNode original) {
        var group = ObjectId.of(original).group();
        this.kind = original.path("kind").asText();
        this.builtIn = !group.contains(".") || group.endsWith(".k8s.io");
    }

    /**
     * The original with the patch applied; neither of them is changed.
     *
     * @throws ManifestException on a directive that is not one of the above
     */
    public static ObjectNode merge(ObjectNode original, ObjectNode patch) {
        return new StrategicMerge(original)
                .mergedMap(original, patch, "")
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Empty when the patch deletes the map. */
    private Optional<ObjectNode> mergedMap(ObjectNode original, ObjectNode patch, String field) {
        var directive = directiveOf(patch);
        if (directive.equals("delete")) {
            return Optional.empty();
        }
        var result = directive.equals("replace") ? JsonNodeFactory.instance.objectNode() : original.deepCopy();
        for (var entry : patch.properties()) {
            if (entry.getKey().equals(DIRECTIVE)) {
                continue;
            }
            requireNoDirective(entry.getKey());
            var merged = merged(result.path(entry.getKey()), entry.getValue(), field, entry.getKey());
            if (merged.isPresent()) {
                result.set(entry.getKey(), merged.get());
            } else {
                result.remove(entry.getKey());
            }
        }
        return Optional.of(result);
    }

    /** @param parent the field around {@code field}, which tells what a list is for */
    private Optional<JsonNode> merged(JsonNode original, JsonNode patch, String parent, String field) {
        return switch (patch) {
            case ObjectNode map -> {
                var known = original instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
                yield mergedMap(known, map, field).map(JsonNode.class::cast);
            }
            case ArrayNode list -> Optional.of(mergedList(original, list, parent, field));
            default -> patch.isNull() ? Optional.empty() : Optional.of(patch);
        };
    }

    private ArrayNode mergedList(JsonNode original, ArrayNode patch, String parent, String field) {
        var key = builtIn ? MergeKeys.of(kind, parent, field) : Optional.<List<String>>empty();
        if (key.isEmpty()) {
            return patch.deepCopy();
        }
        requireClear(patch, original, field);
        var left = replacesList(patch) ? new LinkedHashMap<String, ObjectNode>() : byKey(original, key.get());
        var result = JsonNodeFactory.instance.arrayNode();
        for (var element : patch) {
            var value = MergeKeys.valueIn(element, key.get());
            if (value.isPresent()) {
                var known = left.remove(value.get());
                var base = known == null ? JsonNodeFactory.instance.objectNode() : known;
                mergedMap(base, (ObjectNode) element, field).ifPresent(result::add);
            } else if (!isReplacement(element)) {
                throw refused(
                        "an element of %s has no %s".formatted(field, key.get().getFirst()));
            }
        }
        left.values().forEach(result::add);
        return result;
    }

    /** Refuses what an API server and kustomize understand in two ways: everything but one clear directive. */
    private static void requireClear(ArrayNode patch, JsonNode original, String field) {
        var replaces = replacesList(patch);
        if (replaces && !original.isArray()) {
            throw refused("there is no list %s that could be replaced".formatted(field));
        }
        for (var element : patch) {
            var directive = directiveOf(element);
            if (!isReplacement(element) && (directive.equals("replace") || replaces && !directive.isEmpty())) {
                throw refused("$patch: replace in %s must be an element of its own, without others".formatted(field));
            }
        }
    }

    private static Map<String, ObjectNode> byKey(JsonNode list, List<String> key) {
        var elements = new LinkedHashMap<String, ObjectNode>();
        for (var element : list) {
            MergeKeys.valueIn(element, key).ifPresent(value -> elements.put(value, (ObjectNode) element));
        }
        return elements;
    }

    /** An element that holds nothing but the directive speaks of the list around it. */
    private static boolean replacesList(ArrayNode patch) {
        for (var element : patch) {
            if (isReplacement(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReplacement(JsonNode element) {
        return element.size() == 1 && directiveOf(element).equals("replace");
    }

    /** Empty for the ordinary merge. */
    static String directiveOf(JsonNode patch) {
        var directive = patch.path(DIRECTIVE);
        if (directive.isMissingNode() || directive.asText().equals("merge")) {
            return "";
        }
        var text = directive.asText();
        if (!text.equals("replace") && !text.equals("delete")) {
            throw refused("$patch must be replace, delete or merge, not " + text);
        }
        return text;
    }

    private static void requireNoDirective(String field) {
        if (field.startsWith("$")) {
            throw refused("the directive %s is not supported; render with kustomize".formatted(field));
        }
    }

    private static ManifestException refused(String what) {
        return new ManifestException("patch", what);
    }
}
