package io.otalite.emulator.cluster.controllers.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a Deployment in the making: what is, and what of it is progress. Progress once complete is not judged again
 * before the next rollout.
 */
final class RolloutStatus {
    static final String PROGRESSING = "Progressing";
    static final String COMPLETE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private final Deployment deployment;
    private final ObjectNode status;
    private final Instant now;

    RolloutStatus(Deployment deployment, Instant now) {
        this.deployment = deployment;
        this.status = deployment.status() instanceof ObjectNode present
                ? present.deepCopy()
                : deployment.object().objectNode();
        this.now = now;
    }

    ObjectNode content() {
        return status;
    }

    /** What is known of the progress so far; missing when nothing is. */
    JsonNode progress() {
        return Conditions.find(status, PROGRESSING);
    }

    /** Notes that the hash of the template is taken by another one; it is made with this number. */
    void collided() {
        status.put("collisionCount", deployment.collisions() + 1);
    }

    /** Sets a condition unless it says the same for the same reason already. */
    void set(Condition condition) {
        var old = Conditions.find(status, condition.type());
        if (!old.path("status").asText().equals(condition.status())
                || !old.path("reason").asText().equals(condition.reason())) {
            renew(condition);
        }
    }

    private void renew(Condition condition) {
        Conditions.set(status, condition, now).put("lastUpdateTime", Conditions.text(now));
    }

    /** Notes a step of the rollout, if anybody waits for its progress. */
    void progress(boolean holds, String reason, String message) {
        if (deployment.progressDeadline().isPresent()) {
            set(Condition.of(PROGRESSING, holds, reason, message));
        }
    }

    /** A pause stops the clock of the deadline; a deadline that was missed stays missed. */
    void notePause() {
        var reason = progress().path("reason").asText();
        if (deployment.progressDeadline().isEmpty() || reason.equals(TIMED_OUT)) {
            return;
        }
        if (deployment.isPaused()) {
            set(new Condition(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused"));
        } else if (reason.equals("DeploymentPaused")) {
            set(new Condition(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed"));
        }
    }

    /** Counts pods, and says whether enough are available. */
    void count(Revisions revisions) {
        var all = revisions.all();
        var available = ReplicaSet.sum(all, ReplicaSet::available);
        put("replicas", ReplicaSet.sum(all, ReplicaSet::actual));
        put("updatedReplicas", revisions.current().map(ReplicaSet::actual).orElse(0));
        put("readyReplicas", ReplicaSet.sum(all, ReplicaSet::ready));
        put("availableReplicas", available);
        put("unavailableReplicas", Math.max(0, ReplicaSet.sum(all, ReplicaSet::wanted) - available));
        status.put("observedGeneration", deployment.generation());
        var enough = available >= deployment.replicas() - deployment.maxUnavailable();
        set(Condition.of(
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                "Deployment %s minimum availability.".formatted(enough ? "has" : "does not have")));
    }

    /** Judges the progress; after {@link #count}. */
    void judge(Revisions revisions) {
        if (deployment.progressDeadline().isEmpty()) {
            Conditions.remove(status, PROGRESSING);
        } else if (!wasComplete()) {
            var name = revisions
                    .current()
                    .map(set -> "ReplicaSet \"%s\"".formatted(set.name()))
                    .orElseGet(
                            () -> "Deployment \"%s\"".formatted(deployment.key().name()));
            if (isComplete()) {
                set(Condition.of(PROGRESSING, true, COMPLETE, name + " has successfully progressed."));
            } else if (hasMoved()) {
                renew(Condition.of(PROGRESSING, true, "ReplicaSetUpdated", name + " is progressing."));
            } else if (isTimedOut()) {
                set(Condition.of(PROGRESSING, false, TIMED_OUT, name + " has timed out progressing."));
            }
        }
        copyFailure(revisions);
    }

    private boolean wasComplete() {
        return get("replicas") == get("updatedReplicas")
                && progress().path("reason").asText().equals(COMPLETE);
    }

    /** Whether every pod is of the present template and available. */
    boolean isComplete() {
        return get("updatedReplicas") == deployment.replicas()
                && get("replicas") == deployment.replicas()
                && get("availableReplicas") == deployment.replicas();
    }

    private boolean hasMoved() {
        var before = deployment.status();
        return get("updatedReplicas") > before.path("updatedReplicas").asInt()
                || get("replicas") - get("updatedReplicas")
                        < before.path("replicas").asInt()
                                - before.path("updatedReplicas").asInt()
                || get("readyReplicas") > before.path("readyReplicas").asInt()
                || get("availableReplicas") > before.path("availableReplicas").asInt();
    }

    private boolean isTimedOut() {
        return deadline().filter(now::isAfter).isPresent()
                || progress().path("reason").asText().equals(TIMED_OUT);
    }

    /** When the progress will be too slow; empty when nobody waits for it any more. */
    Optional<Instant> deadline() {
        var reason = progress().path("reason").asText();
        if (progress().isMissingNode() || reason.equals(COMPLETE) || reason.equals(TIMED_OUT)) {
            return Optional.empty();
        }
        var since = Instant.parse(progress().path("lastUpdateTime").asText());
        return deployment.progressDeadline().map((Duration deadline) -> since.plus(deadline));
    }

    private void copyFailure(Revisions revisions) {
        var failures = Stream.concat(revisions.current().stream(), revisions.old().stream())
                .map(set -> Conditions.find(set.status(), "ReplicaFailure"))
                .filter(JsonNode::isObject)
                .limit(1)
                .toList();
        if (failures.isEmpty()) {
            Conditions.remove(status, "ReplicaFailure");
        }
        for (var failure : List.copyOf(failures)) {
            set(new Condition(
                    "ReplicaFailure",
                    failure.path("status").asText(),
                    failure.path("reason").asText(),
                    failure.path("message").asText()));
        }
    }

    private int get(String field) {
        return status.path(field).asInt();
    }

    /** Zero counts are left out, as the real server leaves them out. */
    private void put(String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }
}
