package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.MergeKeys.ListRule;
import io.otalite.emulator.cluster.schema.Schema;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * Strategic merge patch: a merge patch in which lists with a merge key merge element by element, with directives for what
 * cannot be said that way.
 *
 * <p>Differs from the API server in one point: {@code $retainKeys} is obeyed wherever it stands, not only in fields that
 * the OpenAPI document marks for it; no client sends it elsewhere.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic
 *     merge patch</a>
 */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ELEMENT_ORDER = "$setElementOrder/";
    private static final String DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    /** Merges into the target, which is changed. */
    static ObjectNode apply(Schema schema, ObjectNode target, ObjectNode patch) {
        if (patch.has(DIRECTIVE)) {
            return directed(patch);
        }
        retainKeys(target, patch);
        patch.properties().forEach(entry -> {
            var name = entry.getKey();
            if (name.startsWith(DELETE_PRIMITIVES)) {
                deletePrimitives(target, name.substring(DELETE_PRIMITIVES.length()), list(name, entry.getValue()));
            } else if (!name.startsWith("$")) {
                mergeField(schema, target, name, entry.getValue(), patch.path(ELEMENT_ORDER + name));
            } else if (name.startsWith(ELEMENT_ORDER)) {
                requireList(name, entry.getValue());
            } else if (!name.equals(RETAIN_KEYS)) {
                throw Refusal.badRequest("unknown directive in a strategic merge patch: " + name);
            }
        });
        reorderUntouched(schema, target, patch);
        return target;
    }

    private static ObjectNode directed(ObjectNode patch) {
        var directive = patch.path(DIRECTIVE).asText();
        return switch (directive) {
            case "replace" -> (ObjectNode) withoutDirectives(patch);
            case "delete" -> JsonNodeFactory.instance.objectNode();
            default -> throw unknown(directive);
        };
    }

    private static void retainKeys(ObjectNode target, ObjectNode patch) {
        if (!patch.has(RETAIN_KEYS)) {
            return;
        }
        var retained = list(RETAIN_KEYS, patch.get(RETAIN_KEYS))
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        patch.properties().forEach(entry -> {
            var name = entry.getKey();
            if (!name.startsWith("$") && !entry.getValue().isNull() && !retained.contains(name)) {
                throw Refusal.badRequest("%s %s does not name the field \"%s\" of the same patch"
                        .formatted(RETAIN_KEYS, retained, name));
            }
        });
        target.retain(retained);
    }

    private static void deletePrimitives(ObjectNode target, String name, ArrayNode values) {
        if (target.get(name) instanceof ArrayNode present) {
            var left = JsonNodeFactory.instance.arrayNode();
            present.valueStream().filter(value -> !contains(values, value)).forEach(left::add);
            target.set(name, left);
        }
    }

    private static void mergeField(Schema schema, ObjectNode target, String name, JsonNode wanted, JsonNode order) {
        var present = target.path(name);
        if (wanted.isNull()) {
            target.remove(name);
        } else if (wanted instanceof ObjectNode object && present instanceof ObjectNode old) {
            target.set(name, apply(field(schema, name), old, object));
        } else if (wanted instanceof ArrayNode elements && present instanceof ArrayNode old) {
            target.set(name, mergeLists(schema, name, old, elements, order));
        } else {
            target.set(name, withoutDirectives(wanted));
        }
    }

    private static ArrayNode mergeLists(Schema schema, String name, ArrayNode old, ArrayNode patch, JsonNode order) {
        return switch (ruleOf(schema, name)) {
            case ListRule.Atomic _ -> (ArrayNode) withoutDirectives(patch);
            case ListRule.OfScalars _ -> {
                var merged = new ArrayList<JsonNode>();
                old.forEach(value -> addOnce(merged, value));
                patch.forEach(value -> addOnce(merged, value));
                yield ordered(ElementOrder.ofValues(), merged, order.isArray() ? order : patch, old);
            }
            case ListRule.ByKeys keyed -> mergeElements(field(schema, name), keyed, old, patch, order);
        };
    }

    private static ArrayNode mergeElements(
            Schema schema, ListRule.ByKeys keyed, ArrayNode old, ArrayNode patch, JsonNode order) {
        var key = keyed.keys().getFirst();
        var kept = new ArrayList<JsonNode>();
        old.forEach(kept::add);
        var wanted = withoutSpecial(kept, patch, key);
        var merged = new ArrayList<>(kept);
        var byKey = ElementOrder.by(key);
        var places = byKey.places(merged);
        for (var element : wanted) {
            var at = places.putIfAbsent(byKey.identity().apply(element), merged.size());
            if (at == null) {
                merged.add(withoutDirectives(element));
            } else {
                merged.set(at, apply(schema, (ObjectNode) merged.get(at), element));
            }
        }
        if (order.isArray()) {
            requireNamed(order, wanted, key);
            return ordered(byKey, merged, order, old);
        }
        return ordered(byKey, merged, wanted, old);
    }

    /** Obeys the elements that are directives, and gives back the others. */
    private static List<ObjectNode> withoutSpecial(List<JsonNode> kept, ArrayNode patch, String key) {
        var wanted = new ArrayList<ObjectNode>();
        for (var element : patch) {
            if (!(element instanceof ObjectNode object)) {
                throw unfit("an element of a list with the merge key %s is no object: %s".formatted(key, element));
            }
            switch (object.path(DIRECTIVE).asText("")) {
                case "" -> wanted.add(withKey(object, key));
                case "replace" -> kept.clear();
                case "delete" -> {
                    var deleted = withKey(object, key).get(key);
                    kept.removeIf(old -> same(old.path(key), deleted));
                }
                default -> throw unknown(object.path(DIRECTIVE).asText());
            }
        }
        return wanted;
    }

    private static ObjectNode withKey(ObjectNode element, String key) {
        if (!element.hasNonNull(key)) {
            throw unfit("map: %s does not contain declared merge key: %s".formatted(element, key));
        }
        return element;
    }

    private static void requireNamed(JsonNode order, List<ObjectNode> wanted, String key) {
        var byKey = ElementOrder.by(key);
        var named = byKey.places(order).keySet();
        for (var element : wanted) {
            if (!named.contains(byKey.identity().apply(element))) {
                throw Refusal.badRequest("The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                        .formatted(wanted, order));
            }
        }
    }

    /** A list that the patch only orders: {@code $setElementOrder/x} without {@code x}. */
    private static void reorderUntouched(Schema schema, ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            if (!entry.getKey().startsWith(ELEMENT_ORDER)) {
                return;
            }
            var name = entry.getKey().substring(ELEMENT_ORDER.length());
            if (!patch.has(name) && target.get(name) instanceof ArrayNode present) {
                var elements = present.valueStream().toList();
                var identity = switch (ruleOf(schema, name)) {
                    case ListRule.ByKeys keyed -> ElementOrder.by(keyed.keys().getFirst());
                    case ListRule.Atomic _, ListRule.OfScalars _ -> ElementOrder.ofValues();
                };
                target.set(name, ordered(identity, elements, entry.getValue(), present));
            }
        });
    }

    private static ArrayNode ordered(
            ElementOrder identity, List<JsonNode> merged, Iterable<? extends JsonNode> wanted, ArrayNode old) {
        var result = JsonNodeFactory.instance.arrayNode();
        result.addAll(identity.interleave(merged, wanted, old));
        return result;
    }

    private static JsonNode withoutDirectives(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var result = JsonNodeFactory.instance.objectNode();
                object.properties().stream()
                        .filter(entry -> !entry.getKey().startsWith("$")
                                && !entry.getValue().isNull())
                        .forEach(entry -> result.set(entry.getKey(), withoutDirectives(entry.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                var result = JsonNodeFactory.instance.arrayNode();
                array.valueStream()
                        .filter(element -> !element.path(DIRECTIVE).asText().equals("delete"))
                        .filter(element -> !(element.size() == 1 && element.has(DIRECTIVE)))
                        .forEach(element -> result.add(withoutDirectives(element)));
                yield result;
            }
            default -> node;
        };
    }

    private static ListRule ruleOf(Schema schema, String name) {
        return schema instanceof Struct struct ? MergeKeys.strategic(struct.type(), name) : ListRule.Atomic.WHOLE;
    }

    /** The schema of a field, or of the elements of a list in it. */
    private static Schema field(Schema schema, String name) {
        var field = switch (schema) {
            case Struct struct -> struct.field(name).orElse(Opaque.ANYTHING);
            case Schema.MapOf map -> map.value();
            case ListOf _, Schema.Scalar _, Opaque _ -> Opaque.ANYTHING;
        };
        return field instanceof ListOf list ? list.element() : field;
    }

    private static void addOnce(List<JsonNode> values, JsonNode value) {
        if (!values.contains(value)) {
            values.add(value);
        }
    }

    private static boolean contains(ArrayNode values, JsonNode value) {
        return values.valueStream().anyMatch(value::equals);
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.asText().equals(other.asText());
    }

    private static ArrayNode list(String name, JsonNode value) {
        requireList(name, value);
        return (ArrayNode) value;
    }

    private static void requireList(String name, JsonNode value) {
        if (!value.isArray()) {
            throw Refusal.badRequest("%s must be a list, it is: %s".formatted(name, value));
        }
    }

    private static Refusal unknown(String directive) {
        return Refusal.badRequest("Unknown patch directive \"%s\": replace and delete are known".formatted(directive));
    }

    private static Refusal unfit(String why) {
        return new Refusal(422, "Invalid", why, JsonNodeFactory.instance.objectNode());
    }
}
