package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.Patching;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merge and JSON patches, for tests of everything around them. */
public final class StandInPatches implements Patching {

    @Override
    public ObjectNode apply(ObjectKey key, Request request, @Nullable ObjectNode old) {
        if (old == null) {
            if (request.contentType().equals(Changes.APPLY)) {
                return (ObjectNode) parse(request);
            }
            throw Refusal.notFound(key);
        }
        return switch (request.contentType()) {
            case "application/merge-patch+json", "application/strategic-merge-patch+json", Changes.APPLY ->
                (ObjectNode) merge(old, parse(request));
            case "application/json-patch+json" -> jsonPatch(key, parse(request), old);
            default -> throw Bodies.unsupported("no such patch");
        };
    }

    private static ObjectNode jsonPatch(ObjectKey key, JsonNode patch, ObjectNode old) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, old);
        } catch (JsonPatchException e) {
            throw Refusal.invalid(key, List.of(new Refusal.Cause("FieldValueInvalid", Bodies.firstLine(e), "")));
        }
    }

    private static JsonNode parse(Request request) {
        try {
            return request.contentType().equals(Changes.APPLY)
                    ? Yaml.parse(request.body())
                    : Json.parse(request.body());
        } catch (IOException e) {
            throw Refusal.badRequest("the body of the request cannot be read: " + Bodies.firstLine(e));
        }
    }

    private static JsonNode merge(JsonNode old, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var merged = old instanceof ObjectNode object ? object.deepCopy() : Json.object();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }
}
