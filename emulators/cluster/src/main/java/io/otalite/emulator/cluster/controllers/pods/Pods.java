package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a controller reads from a pod. */
public final class Pods {

    private Pods() {}

    /** Whether it counts: neither at its end nor on the way to it. */
    public static boolean isActive(JsonNode pod) {
        return !isFinished(pod) && !Metadata.isDeleted(pod);
    }

    public static boolean isFinished(JsonNode pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    public static String phase(JsonNode pod) {
        return pod.path("status").path("phase").asText("Pending");
    }

    public static boolean isBound(JsonNode pod) {
        return pod.path("spec").hasNonNull("nodeName");
    }

    public static boolean isReady(JsonNode pod) {
        return Conditions.isTrue(pod.path("status"), "Ready");
    }

    /** Since when it is ready; empty when it is not. */
    public static Optional<Instant> readySince(JsonNode pod) {
        return isReady(pod)
                ? Optional.of(Instant.parse(Conditions.find(pod.path("status"), "Ready")
                        .path("lastTransitionTime")
                        .asText()))
                : Optional.empty();
    }

    /** From when on it is available: ready for {@code minReadySeconds} without a break; empty when it is not ready. */
    public static Optional<Instant> availableFrom(JsonNode pod, int minReadySeconds) {
        return readySince(pod).map(since -> since.plus(Duration.ofSeconds(minReadySeconds)));
    }

    public static boolean isAvailable(JsonNode pod, int minReadySeconds, Instant now) {
        return availableFrom(pod, minReadySeconds)
                .filter(from -> !from.isAfter(now))
                .isPresent();
    }

    /** How often its containers were started again. */
    public static int restarts(JsonNode pod) {
        return restarts(pod, "containerStatuses");
    }

    /** As {@link #restarts}, with those of its init containers. */
    public static int allRestarts(JsonNode pod) {
        return restarts(pod) + restarts(pod, "initContainerStatuses");
    }

    private static int restarts(JsonNode pod, String statuses) {
        return pod.path("status")
                .path(statuses)
                .valueStream()
                .mapToInt(container -> container.path("restartCount").asInt())
                .sum();
    }
}
