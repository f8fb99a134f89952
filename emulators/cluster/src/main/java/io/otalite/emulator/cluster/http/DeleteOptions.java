package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a deletion is meant ({@code meta/v1 DeleteOptions}): from the body or, where that is silent, from the query.
 *
 * @param grace in seconds; of pods only
 * @param finalizers by which the garbage collector learns what to do with the dependants
 * @param uid precondition, empty for none
 * @param version precondition, empty for none
 */
record DeleteOptions(OptionalInt grace, List<String> finalizers, String uid, String version, boolean isDryRun) {
    private static final int DEFAULT_GRACE = 30;

    DeleteOptions {
        finalizers = List.copyOf(finalizers);
    }

    /** @throws Refusal 400 for a body or a value that is none */
    static DeleteOptions of(Call call) {
        var body = Bodies.optionalObject(call);
        var preconditions = body.path("preconditions");
        return new DeleteOptions(
                grace(call, body),
                finalizers(policy(call, body)),
                preconditions.path("uid").asText(""),
                preconditions.path("resourceVersion").asText(""),
                body.path("dryRun").valueStream().anyMatch(one -> one.asText().equals("All")));
    }

    /** For a pod: none when it runs nowhere or has ended, so that nobody has to confirm its end. */
    int graceSeconds(ObjectNode pod) {
        var phase = pod.path("status").path("phase").asText("");
        var hasEnded = phase.equals("Succeeded") || phase.equals("Failed");
        if (hasEnded || pod.path("spec").path("nodeName").asText("").isEmpty()) {
            return 0;
        }
        return grace.orElse(
                pod.path("spec").path("terminationGracePeriodSeconds").asInt(DEFAULT_GRACE));
    }

    /** @throws Refusal 409 when the object is another one than the client has seen */
    void requirePreconditions(ObjectKey key, ObjectNode object) {
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(object))) {
            throw Refusal.conflict(
                    key,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, Metadata.uid(object)));
        }
        if (!version.isEmpty() && !version.equals(Metadata.version(object))) {
            throw Refusal.conflict(
                    key,
                    "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                            .formatted(version, Metadata.version(object)));
        }
    }

    private static OptionalInt grace(Call call, ObjectNode body) {
        var inBody = body.path("gracePeriodSeconds");
        if (inBody.isMissingNode() || inBody.isNull()) {
            return call.query().smallNumber("gracePeriodSeconds");
        }
        if (!inBody.canConvertToInt() || inBody.asInt() < 0) {
            throw Refusal.badRequest("gracePeriodSeconds must be a whole number of at least 0");
        }
        return OptionalInt.of(inBody.asInt());
    }

    private static String policy(Call call, ObjectNode body) {
        JsonNode inBody = body.path("propagationPolicy");
        if (inBody.isTextual()) {
            return inBody.textValue();
        }
        // The older form of the same.
        if (body.path("orphanDependents").asBoolean()) {
            return "Orphan";
        }
        return call.query().find("propagationPolicy").orElse("Background");
    }

    private static List<String> finalizers(String policy) {
        return switch (policy) {
            case "Background" -> List.of();
            case "Foreground" -> List.of("foregroundDeletion");
            case "Orphan" -> List.of("orphan");
            default ->
                throw Refusal.badRequest(
                        "propagationPolicy: Unsupported value: \"%s\": supported values: \"Background\", \"Foreground\", \"Orphan\""
                                .formatted(policy));
        };
    }
}
