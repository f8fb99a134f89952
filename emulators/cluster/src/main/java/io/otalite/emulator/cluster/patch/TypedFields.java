package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.patch.PathElement.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server-side apply does with the parts of an object: naming, comparing, merging and removing them. */
final class TypedFields {
    /**
     * Structs that are no pointers, and lists that are always written, in the API's Go types: they are there before
     * anybody writes them, so that nobody adds them.
     */
    private static final Set<String> ALWAYS_THERE =
            Set.of("metadata", "spec", "status", "template", "strategy", "updateStrategy", "jobTemplate", "containers");

    private TypedFields() {}

    /** What tells two versions of an object apart. */
    record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
        FieldSet changed() {
            return added.union(modified);
        }
    }

    /** The parts that somebody owns who wrote the value: every leaf, every element of a list, every entry of a map. */
    static FieldSet of(Place place, JsonNode value) {
        var paths = new LinkedHashSet<FieldPath>();
        collect(place, FieldPath.ROOT, value, paths);
        return new FieldSet(paths);
    }

    private static void collect(Place place, FieldPath path, JsonNode value, Set<FieldPath> paths) {
        if (place.isLeaf(value)) {
            paths.add(path);
            return;
        }
        place.parts(value).forEach((element, part) -> {
            var at = path.then(element);
            collect(place.at(element), at, part, paths);
            if (!place.declaresParts() || (part.isObject() && part.isEmpty())) {
                paths.add(at);
            }
        });
    }

    static Comparison compare(Place place, JsonNode old, JsonNode wanted) {
        var added = new LinkedHashSet<FieldPath>();
        var modified = new LinkedHashSet<FieldPath>();
        var removed = new LinkedHashSet<FieldPath>();
        compare(place, FieldPath.ROOT, old, wanted, new Changes(added, modified, removed));
        return new Comparison(new FieldSet(added), new FieldSet(modified), new FieldSet(removed));
    }

    private record Changes(Set<FieldPath> added, Set<FieldPath> modified, Set<FieldPath> removed) {}

    private static void compare(Place place, FieldPath path, JsonNode old, JsonNode wanted, Changes changes) {
        if (place.isLeaf(old) || place.isLeaf(wanted)) {
            if (!old.equals(wanted)) {
                changes.modified.add(path);
            }
            return;
        }
        var before = place.parts(old);
        var after = place.parts(wanted);
        before.forEach((element, part) -> {
            var other = after.get(element);
            if (other == null) {
                everything(place.at(element), path.then(element), part, changes.removed);
            } else {
                compare(place.at(element), path.then(element), part, other, changes);
            }
        });
        after.forEach((element, part) -> {
            if (!before.containsKey(element)) {
                everything(place.at(element), path.then(element), part, changes.added);
            }
        });
    }

    /** The value and all parts of it. */
    private static void everything(Place place, FieldPath path, JsonNode value, Set<FieldPath> paths) {
        var leaf = place.isLeaf(value);
        if (leaf || !(path.elements().getLast() instanceof Named named && ALWAYS_THERE.contains(named.name()))) {
            paths.add(path);
        }
        if (!leaf) {
            place.parts(value)
                    .forEach((element, part) -> everything(place.at(element), path.then(element), part, paths));
        }
    }

    /** The live value with what was applied laid over it; neither is changed. */
    static JsonNode merge(Place place, JsonNode live, JsonNode applied) {
        if (place.isLeaf(live) || place.isLeaf(applied)) {
            return applied.deepCopy();
        }
        var old = place.parts(live);
        var wanted = place.parts(applied);
        if (live instanceof ObjectNode object) {
            var result = object.deepCopy();
            wanted.forEach((element, part) -> {
                if (element instanceof Named named) {
                    result.set(named.name(), mergePart(place.at(element), old.get(element), part));
                }
            });
            return result;
        }
        var result = JsonNodeFactory.instance.arrayNode();
        for (var element : mergedOrder(List.copyOf(old.keySet()), List.copyOf(wanted.keySet()))) {
            result.add(mergePart(place.at(element), old.get(element), wanted.get(element)));
        }
        return result;
    }

    private static JsonNode mergePart(Place place, @Nullable JsonNode live, @Nullable JsonNode applied) {
        if (live != null && applied != null) {
            return merge(place, live, applied);
        }
        var only = live == null ? applied : live;
        return only == null ? JsonNodeFactory.instance.nullNode() : only.deepCopy();
    }

    /**
     * The order of a merged list: what was applied keeps its order, and what only the server has stays before the applied
     * element it stood before.
     */
    static List<PathElement> mergedOrder(List<PathElement> live, List<PathElement> applied) {
        var mine = new HashSet<>(applied);
        var shared = new LinkedHashSet<>(applied);
        shared.retainAll(new HashSet<>(live));
        var result = new ArrayList<PathElement>();
        var left = 0;
        var right = 0;
        while (left < live.size() || right < applied.size()) {
            var theirs = left < live.size() ? live.get(left) : null;
            if (theirs != null && !mine.contains(theirs)) {
                result.add(theirs);
                left++;
            } else if (theirs != null && !isNext(shared, theirs)) {
                left++;
            } else {
                var next = applied.get(right++);
                result.add(next);
                shared.remove(next);
                left += next.equals(theirs) ? 1 : 0;
            }
        }
        return result;
    }

    /** Whether an element that both have is the one whose turn it is. */
    private static boolean isNext(SequencedSet<PathElement> shared, PathElement element) {
        return !shared.isEmpty() && shared.getFirst().equals(element);
    }

    /** A copy without these parts and whatever is in them. */
    static JsonNode remove(Place place, JsonNode value, FieldSet removed) {
        return remove(place, FieldPath.ROOT, value, removed);
    }

    private static JsonNode remove(Place place, FieldPath path, JsonNode value, FieldSet removed) {
        if (place.isLeaf(value)) {
            return value.deepCopy();
        }
        var left = new LinkedHashMap<PathElement, JsonNode>();
        place.parts(value).forEach((element, part) -> {
            var at = path.then(element);
            if (!removed.contains(at)) {
                left.put(element, remove(place.at(element), at, part, removed));
            }
        });
        return value instanceof ArrayNode ? list(left) : object(left);
    }

    private static ArrayNode list(Map<PathElement, JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements.values());
    }

    private static ObjectNode object(Map<PathElement, JsonNode> fields) {
        var object = JsonNodeFactory.instance.objectNode();
        fields.forEach((element, part) -> {
            if (element instanceof Named named) {
                object.set(named.name(), part);
            }
        });
        return object;
    }

    /** The set with the declared fields on the way to its paths: whoever owns all of a struct owns the struct. */
    static FieldSet withStructs(Place root, FieldSet fields) {
        var paths = new LinkedHashSet<>(fields.paths());
        for (var path : fields.paths()) {
            var place = root;
            var at = FieldPath.ROOT;
            for (var element : path.elements()) {
                at = at.then(element);
                if (place.declaresParts()) {
                    paths.add(at);
                }
                place = place.at(element);
            }
        }
        return new FieldSet(paths);
    }
}
