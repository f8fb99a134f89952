package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.schema.Schemas;
import io.otalite.emulator.cluster.wire.Json;
import io.otalite.emulator.cluster.wire.Yaml;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The four ways to patch. May be used from any thread. */
public final class Patches implements Patching {
    private static final int MOST_OPERATIONS = 10_000;
    private static final int MOST_CHARACTERS = 3 * 1024 * 1024;

    private final Clock clock;

    /** @param clock for the times in {@code managedFields} */
    public Patches(Clock clock) {
        this.clock = clock;
    }

    /** As the interface says; only a server-side apply records who owns what ({@link ManagedFields#recordUpdate} else). */
    @Override
    public ObjectNode apply(ObjectKey key, Request request, @Nullable ObjectNode old) {
        if (request.contentType().startsWith("application/apply-patch")) {
            return serverSideApply(key, request, old);
        }
        if (old == null) {
            throw Refusal.notFound(key);
        }
        var target = old.deepCopy();
        return switch (request.contentType()) {
            case "application/merge-patch+json" ->
                (ObjectNode) MergePatch.apply(target, object(read(Json::parse, request.body())));
            case "application/json-patch+json" -> jsonPatch(target, read(Json::parse, request.body()));
            case "application/strategic-merge-patch+json" ->
                StrategicMerge.apply(Schemas.of(key.kind()), target, object(read(Json::parse, request.body())));
            default -> throw unsupported(request.contentType());
        };
    }

    private ObjectNode serverSideApply(ObjectKey key, Request request, @Nullable ObjectNode old) {
        if (request.fieldManager().isEmpty()) {
            throw new Refusal(
                    422,
                    "Invalid",
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch",
                    JsonNodeFactory.instance.objectNode());
        }
        var applied = object(read(Yaml::parse, request.body()));
        for (var name : new String[] {"apiVersion", "kind"}) {
            var expected = name.equals("kind") ? key.kind().name() : key.kind().apiVersion();
            if (!applied.path(name).asText().equals(expected)) {
                throw Refusal.badRequest("%s of the applied object must be \"%s\", it is \"%s\""
                        .formatted(name, expected, applied.path(name).asText()));
            }
        }
        return ServerSideApply.apply(key, old, applied, request, clock.instant());
    }

    private static ObjectNode jsonPatch(ObjectNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw Refusal.badRequest("a JSON patch is a list of operations");
        }
        if (patch.size() > MOST_OPERATIONS) {
            throw tooLarge("The allowed maximum operations in a JSON patch is %d, got %d"
                    .formatted(MOST_OPERATIONS, patch.size()));
        }
        try {
            return object(copies(patch) ? oneByOne(target, patch) : JsonPatch.apply(patch, target));
        } catch (JsonPatchException | IllegalArgumentException | IllegalStateException e) {
            // The last two are how the library says that a path is none, or does not fit into a list.
            throw new Refusal(
                    422,
                    "Invalid",
                    "the server rejected our request due to an error in our request: " + e.getMessage(),
                    JsonNodeFactory.instance.objectNode());
        }
    }

    private static boolean copies(JsonNode patch) {
        return patch.valueStream()
                .anyMatch(operation -> operation.path("op").asText().equals("copy"));
    }

    /** A copy of all into a part doubles the object, so that thirty of them fill the memory: each is measured. */
    private static JsonNode oneByOne(JsonNode target, JsonNode patch) {
        var result = target;
        for (var operation : patch) {
            result = JsonPatch.apply(JsonNodeFactory.instance.arrayNode().add(operation), result);
            if (result.toString().length() > MOST_CHARACTERS) {
                throw tooLarge("the copies of the patch make the object too large");
            }
        }
        return result;
    }

    private static Refusal tooLarge(String why) {
        return new Refusal(413, "RequestEntityTooLarge", why, JsonNodeFactory.instance.objectNode());
    }

    @FunctionalInterface
    private interface Reader {
        JsonNode parse(byte[] body) throws IOException;
    }

    private static JsonNode read(Reader reader, byte[] body) {
        try {
            return reader.parse(body);
        } catch (JacksonException e) {
            throw Refusal.badRequest("the body of the patch cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Refusal.badRequest("the body of the patch cannot be read: " + e.getMessage());
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.badRequest("the patch, or what it makes of the object, is no object: " + node.getNodeType());
    }

    private static Refusal unsupported(String contentType) {
        return new Refusal(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format \"%s\" - accepted media types include: %s"
                        .formatted(
                                contentType,
                                "application/json-patch+json, application/merge-patch+json,"
                                        + " application/strategic-merge-patch+json, application/apply-patch+yaml"),
                JsonNodeFactory.instance.objectNode());
    }
}
