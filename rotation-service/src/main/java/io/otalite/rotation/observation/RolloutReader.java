package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.otalite.rotation.observation.Rollout.Limits;
import io.otalite.rotation.observation.Rollout.Progress;
import java.time.Duration;
import java.util.Optional;

/** Reads how a Deployment rolls out; the defaults are those of Kubernetes. */
final class RolloutReader {
    private static final int PROGRESS_DEADLINE = 600;
    private static final int PROBE_PERIOD = 10;
    private static final int PROBE_FAILURES = 3;
    private static final int LONGEST_TROUBLE = 300;

    private RolloutReader() {}

    /** Nothing for other kinds, and for the many ReplicaSets that no rotation has made. */
    static Optional<Rollout> read(ObjectRef ref, JsonNode object) {
        var rotation = object.path("spec")
                .path("template")
                .path("metadata")
                .path("annotations")
                .path(Rollout.ROTATION)
                .asText();
        return switch (ref.kind()) {
            case Kinds.DEPLOYMENT -> Optional.of(deployment(object, rotation));
            case Kinds.REPLICA_SET ->
                rotation.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Rollout(rotation, false, limits(object.path("spec")), progress(object)));
            default -> Optional.empty();
        };
    }

    private static Rollout deployment(JsonNode object, String rotation) {
        var spec = object.path("spec");
        return new Rollout(rotation, spec.path("paused").asBoolean(), limits(spec), progress(object));
    }

    private static Limits limits(JsonNode spec) {
        var readiness = 0;
        for (var container : spec.path("template").path("spec").path("containers")) {
            var probe = container.path("readinessProbe");
            if (probe.isObject()) {
                var period = probe.path("periodSeconds").asInt(PROBE_PERIOD);
                readiness = Math.max(
                        readiness, period * probe.path("failureThreshold").asInt(PROBE_FAILURES));
            }
        }
        return new Limits(
                Duration.ofSeconds(spec.path("progressDeadlineSeconds").asInt(PROGRESS_DEADLINE)),
                Duration.ofSeconds(spec.path("minReadySeconds").asInt()),
                Duration.ofSeconds(readiness));
    }

    private static Progress progress(JsonNode object) {
        var status = object.path("status");
        var failure = condition(status, "ReplicaFailure");
        var message = failure.path("message").asText();
        var progressing = condition(status, "Progressing").path("reason").asText();
        return new Progress(
                status.path("observedGeneration").asLong()
                        >= object.path("metadata").path("generation").asLong(),
                status.path("replicas").asInt(),
                status.path("updatedReplicas").asInt(),
                status.path("availableReplicas").asInt(),
                isTrue(condition(status, "Available")),
                isTrue(failure)
                        ? Optional.of(message.substring(0, Math.min(message.length(), LONGEST_TROUBLE)))
                        : Optional.empty(),
                progressing.equals("NewReplicaSetAvailable"),
                progressing.equals("ProgressDeadlineExceeded"));
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (var condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean isTrue(JsonNode condition) {
        return condition.path("status").asText().equals("True");
    }
}
