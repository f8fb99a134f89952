package io.otalite.emulator.cluster.controllers.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.IntOrPercent;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.time.Duration;
import java.util.Optional;

/** What a Deployment asks for, with the defaults of the API reference where it says nothing. */
record Deployment(ObjectKey key, ObjectNode object) {
    /** What the API stores for "no deadline". */
    private static final int NO_DEADLINE = Integer.MAX_VALUE;

    private JsonNode spec() {
        return object.path("spec");
    }

    ObjectNode template() {
        return spec().path("template").deepCopy();
    }

    JsonNode status() {
        return object.path("status");
    }

    int replicas() {
        return spec().path("replicas").asInt(1);
    }

    boolean isPaused() {
        return spec().path("paused").asBoolean();
    }

    boolean isRolling() {
        return !spec().path("strategy").path("type").asText().equals("Recreate");
    }

    int minReadySeconds() {
        return spec().path("minReadySeconds").asInt();
    }

    int historyLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    Optional<Duration> progressDeadline() {
        var seconds = spec().path("progressDeadlineSeconds").asInt(600);
        return seconds == NO_DEADLINE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** How many pods more than wanted there may be. */
    int maxSurge() {
        return isRolling() ? surge() : 0;
    }

    /** How many pods fewer than wanted may be available; never none of both, or nothing could move. */
    int maxUnavailable() {
        if (!isRolling() || replicas() == 0) {
            return 0;
        }
        var unavailable = IntOrPercent.of(rolling().path("maxUnavailable"), "25%", replicas(), false);
        var able = unavailable == 0 && surge() == 0 ? 1 : unavailable;
        return Math.min(able, replicas());
    }

    private int surge() {
        return IntOrPercent.of(rolling().path("maxSurge"), "25%", replicas(), true);
    }

    private JsonNode rolling() {
        return spec().path("strategy").path("rollingUpdate");
    }

    long generation() {
        return Metadata.generation(object);
    }

    int collisions() {
        return status().path("collisionCount").asInt();
    }
}
