package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.Patching;
import io.otalite.emulator.cluster.wire.Json;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The subresource {@code scale}: the number of replicas of any workload in one form ({@code autoscaling/v1 Scale}). */
final class Scales {
    private static final Set<String> PATCHES = Set.of(
            "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json");

    private static final String SUBRESOURCE = "scale";

    private final Objects objects;
    private final WriteRules rules;
    private final Clock clock;

    Scales(Objects objects, WriteRules rules, Clock clock) {
        this.objects = objects;
        this.rules = rules;
        this.clock = clock;
    }

    Answer get(ObjectKey key) {
        return Answer.ok(scale(objects.get(key).orElseThrow(() -> Refusal.notFound(key))));
    }

    Answer replace(Call call, ObjectKey key) {
        var wanted = Bodies.object(call);
        return write(call, key, _ -> wanted);
    }

    Answer patch(Call call, ObjectKey key) {
        var contentType = Bodies.mediaType(call);
        if (!PATCHES.contains(contentType)) {
            throw Bodies.unsupported("the scale is patched with one of " + String.join(", ", List.copyOf(PATCHES)));
        }
        var request = new Patching.Request(contentType, call.body(), call.fieldManager(), SUBRESOURCE, false);
        return write(call, key, scale -> rules.patching().apply(key, request, scale));
    }

    /** Reviewers are asked about whole objects only, so not here. */
    private Answer write(Call call, ObjectKey key, UnaryOperator<ObjectNode> change) {
        UnaryOperator<ObjectNode> scaled = old -> {
            var object = old.deepCopy();
            var wanted = change.apply(scale(object));
            var replicas = wanted.path("spec").path("replicas");
            object.withObjectProperty("spec").put("replicas", requireCount(replicas));
            // A precondition, if the client has named one.
            Metadata.of(object).put("resourceVersion", orElse(Metadata.version(wanted), Metadata.version(object)));
            return rules.ownership().record(key, old, object, call.fieldManager(), SUBRESOURCE, clock.instant());
        };
        return Answer.ok(scale(objects.update(key, Part.MAIN, scaled, call.write())));
    }

    /** No number is none, as Go reads it. */
    private static int requireCount(JsonNode replicas) {
        var isCount = replicas.isMissingNode() || (replicas.isInt() && replicas.asInt() >= 0);
        if (!isCount) {
            throw Refusal.badRequest("spec.replicas: Invalid value: must be a whole number of at least 0");
        }
        return replicas.asInt();
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static ObjectNode scale(ObjectNode object) {
        var scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        var metadata = object.path("metadata");
        var kept = scale.putObject("metadata");
        for (var field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            kept.set(field, metadata.path(field));
        }
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asInt());
        var selector = object.path("spec").path("selector").path("matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .sorted()
                .collect(Collectors.joining(","));
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt())
                .put("selector", selector);
        return scale;
    }
}
