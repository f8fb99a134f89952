package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.kubelet.ContainerRun.Role;
import io.otalite.emulator.cluster.kubelet.ContainerState.Ended;
import io.otalite.emulator.cluster.kubelet.ContainerState.Running;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the status of a pod says of its containers. The words are the kubelet's. */
final class PodStatus {
    private final List<ContainerRun> init;
    private final List<ContainerRun> apps;
    private final CrashDisplay display;

    PodStatus(List<ContainerRun> init, List<ContainerRun> apps, CrashDisplay display) {
        this.init = init;
        this.apps = apps;
        this.display = display;
    }

    /** Whether the app containers' turn has come. */
    boolean isInitialized() {
        return init.stream()
                .allMatch(container ->
                        container.role() == Role.SIDECAR ? container.isStarted() : container.hasSucceeded());
    }

    /** Whether an init container failed for good. */
    boolean hasFailedToInitialize() {
        return init.stream()
                .anyMatch(
                        container -> container.role() == Role.INIT && container.isOver() && !container.hasSucceeded());
    }

    /** Whether nothing but sidecars would run from now on. */
    boolean isWorkOver() {
        return hasFailedToInitialize() || (!apps.isEmpty() && apps.stream().allMatch(ContainerRun::isOver));
    }

    private String phase() {
        var isRunning = Stream.concat(init.stream(), apps.stream()).anyMatch(ContainerRun::isRunning);
        if (isWorkOver() && !isRunning) {
            return !hasFailedToInitialize() && apps.stream().allMatch(ContainerRun::hasSucceeded)
                    ? "Succeeded"
                    : "Failed";
        }
        var hasWaiting = apps.stream().anyMatch(container -> container.state().isEmpty());
        return hasWaiting ? "Pending" : "Running";
    }

    /** Writes into a status all that the kubelet knows. */
    void fill(ObjectNode status, JsonNode spec, Instant now) {
        status.put("phase", phase());
        conditions(status, spec, now);
        if (!init.isEmpty()) {
            list(status, "initContainerStatuses", init);
        }
        list(status, "containerStatuses", apps);
    }

    private void conditions(ObjectNode status, JsonNode spec, Instant now) {
        var isOver = status.path("phase").asText().equals("Succeeded");
        var unready =
                names(Stream.concat(init.stream().filter(container -> container.role() == Role.SIDECAR), apps.stream())
                        .filter(container -> !container.isReady())
                        .toList());
        var incomplete = names(init.stream()
                .filter(container -> !container.hasSucceeded() && container.role() == Role.INIT)
                .toList());
        var initialized = isInitialized() || status.path("phase").asText().equals("Succeeded");
        Conditions.set(status, Condition.of("PodScheduled", true, "", ""), now);
        Conditions.set(
                status,
                initialized
                        ? Condition.of("Initialized", true, "", "")
                        : Condition.of(
                                "Initialized",
                                false,
                                "ContainersNotInitialized",
                                "containers with incomplete status: " + incomplete),
                now);
        var why = isOver ? "PodCompleted" : "ContainersNotReady";
        var text = isOver ? "" : "containers with unready status: " + unready;
        var ready = unready.equals("[]") && initialized;
        Conditions.set(status, readiness("ContainersReady", ready, why, text), now);
        var openGates = gates(status, spec);
        if (ready && !openGates.isEmpty()) {
            ready = false;
            why = "ReadinessGatesNotReady";
            text = openGates;
        }
        Conditions.set(status, readiness("Ready", ready, why, text), now);
    }

    private static Condition readiness(String type, boolean ready, String why, String text) {
        return ready ? Condition.of(type, true, "", "") : Condition.of(type, false, why, text);
    }

    /** What a readiness gate lacks; empty when nothing. */
    private static String gates(ObjectNode status, JsonNode spec) {
        return spec.path("readinessGates")
                .valueStream()
                .map(gate -> gate.path("conditionType").asText())
                .filter(type -> !Conditions.isTrue(status, type))
                .map(
                        "corresponding condition of pod readiness gate \"%s\" does not exist or is not \"True\"."
                                ::formatted)
                .findFirst()
                .orElse("");
    }

    private static String names(List<ContainerRun> containers) {
        return "["
                + String.join(
                        " ",
                        containers.stream()
                                .map(container -> container.ref().container())
                                .toList())
                + "]";
    }

    private void list(ObjectNode status, String field, List<ContainerRun> containers) {
        var list = status.putArray(field);
        containers.forEach(container -> list.add(status(container)));
    }

    private ObjectNode status(ContainerRun container) {
        var image = container.spec().path("image").asText();
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("name", container.ref().container());
        var state = node.putObject("state");
        var last = node.putObject("lastState");
        state(container, state, last);
        node.put("ready", container.isReady())
                .put("restartCount", container.restarts())
                .put("image", image)
                .put("imageID", container.state().isPresent() ? image : "")
                .put("started", container.isStarted());
        container.state().ifPresent(known -> node.put("containerID", id(container, known)));
        return node;
    }

    private void state(ContainerRun container, ObjectNode state, ObjectNode last) {
        container.previous().ifPresent(ended -> terminated(container, last, ended));
        var waiting = container.waiting();
        switch (container.state().orElse(null)) {
            case null -> waiting(state, container);
            case Running running -> state.putObject("running").put("startedAt", Conditions.text(running.startedAt()));
            case Ended ended -> {
                var isCrash = waiting.filter(why -> why.reason().equals("CrashLoopBackOff"))
                        .isPresent();
                if (waiting.isEmpty() || (isCrash && display == CrashDisplay.TERMINATED)) {
                    terminated(container, state, ended);
                } else {
                    waiting(state, container);
                    terminated(container, last, ended);
                }
            }
        }
    }

    private void waiting(ObjectNode state, ContainerRun container) {
        var node = state.putObject("waiting");
        container
                .waiting()
                .ifPresentOrElse(
                        why -> node.put("reason", why.reason()).put("message", why.message()),
                        () -> node.put("reason", init.isEmpty() ? "ContainerCreating" : "PodInitializing"));
    }

    private static void terminated(ContainerRun container, ObjectNode state, Ended ended) {
        var node = state.putObject("terminated")
                .put("exitCode", ended.exitCode())
                .put("reason", ended.reason())
                .put("startedAt", Conditions.text(ended.startedAt()))
                .put("finishedAt", Conditions.text(ended.endedAt()))
                .put("containerID", id(container, ended));
        if (!ended.message().isEmpty()) {
            node.put("message", ended.message());
        }
    }

    private static String id(ContainerRun container, ContainerState state) {
        var ref = container.ref();
        return "emulator://%s/%s/%d".formatted(ref.pod().uid(), ref.container(), state.run());
    }
}
