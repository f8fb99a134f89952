package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.reconcile.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The graceful end of a pod: each container's {@code preStop} hook, then SIGTERM, and after the pod's grace period SIGKILL.
 * Sidecars are asked when the others have ended, the last one first.
 */
final class PodEnding {
    /** What is left for a container whose hook took the whole grace period. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

    private final Node node;
    private final List<ContainerRun> others;
    private final List<ContainerRun> sidecars;
    /** When each container is to get its SIGTERM; the far future while its hook runs. */
    private final Map<ContainerRun, Instant> stops = new HashMap<>();
    /** By when each container that got its SIGTERM has to have ended. */
    private final Map<ContainerRun, Instant> deadlines = new HashMap<>();

    PodEnding(Node node, List<ContainerRun> containers) {
        this.node = node;
        this.others = containers.stream()
                .filter(container -> container.role() != ContainerRun.Role.SIDECAR)
                .toList();
        this.sidecars = containers.stream()
                .filter(container -> container.role() == ContainerRun.Role.SIDECAR)
                .toList();
    }

    boolean isOver() {
        return running(others).isEmpty() && running(sidecars).isEmpty();
    }

    /** Asks whoever's turn it is to end; returns when to look again. */
    Optional<Instant> advance(Instant deadline, Instant now) {
        var asked = running(others);
        if (asked.isEmpty()) {
            asked = running(sidecars).stream()
                    .skip(Math.max(0, running(sidecars).size() - 1))
                    .toList();
        }
        asked.forEach(container -> ask(container, deadline, now));
        return asked.stream()
                .map(container -> stops.getOrDefault(container, deadline))
                .map(when -> when.isBefore(deadline) ? when : deadline)
                .filter(when -> when.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private void ask(ContainerRun container, Instant deadline, Instant now) {
        if (!stops.containsKey(container)) {
            container
                    .events()
                    .say(
                            Events.Type.NORMAL,
                            "Killing",
                            "Stopping container " + container.ref().container());
            stops.put(container, begin(container, deadline, now));
        }
        if (!stops.getOrDefault(container, Instant.MAX).isAfter(now) || !now.isBefore(deadline)) {
            stop(container, deadline, now);
        }
    }

    /** Asks once, and again only when the pod was deleted again with a shorter grace period. */
    private void stop(ContainerRun container, Instant deadline, Instant now) {
        if (deadlines.getOrDefault(container, Instant.MAX).isAfter(deadline)) {
            deadlines.put(container, deadline);
            var left = Duration.between(now, deadline);
            node.runtime().stop(container.ref(), left.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : left);
        }
    }

    private Instant begin(ContainerRun container, Instant deadline, Instant now) {
        var hook = container.spec().path("lifecycle").path("preStop");
        if (hook.has("sleep")) {
            var end = now.plusSeconds(hook.path("sleep").path("seconds").asLong());
            return end.isBefore(deadline) ? end : deadline;
        }
        var action = ProbeRun.action(hook, container.spec());
        if (action.isEmpty() || !now.isBefore(deadline)) {
            return now;
        }
        node.ports().blocking().execute(() -> run(container, hook, action.get(), Duration.between(now, deadline)));
        return Instant.MAX;
    }

    private void run(ContainerRun container, JsonNode hook, ProbeAction action, Duration patience) {
        var failure = attempt(container, action, patience);
        node.driver().post(() -> {
            failure.ifPresent(why -> container
                    .events()
                    .say(Events.Type.WARNING, "FailedPreStopHook", "PreStopHook failed: %s (%s)".formatted(why, hook)));
            stops.put(container, Instant.MIN);
            node.driver().wake(container.events().pod());
        });
    }

    private Optional<String> attempt(ContainerRun container, ProbeAction action, Duration patience) {
        try {
            return node.runtime().probe(container.ref(), action, patience);
        } catch (RuntimeException e) {
            // Nobody else hears of it, and the container waits for the answer.
            return Optional.of(e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static List<ContainerRun> running(List<ContainerRun> containers) {
        return containers.stream().filter(ContainerRun::isRunning).toList();
    }
}
