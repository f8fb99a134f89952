package io.otalite.emulator.cluster.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import java.util.HashSet;
import java.util.Set;

/** The state of a pod in one word, and the columns beside it. */
final class PodCells {

    private PodCells() {}

    /**
     * The reason of the container that is worst off, or else the phase; of a pod that is being deleted
     * {@code Terminating}.
     */
    static String status(ObjectNode pod) {
        if (Metadata.isDeleted(pod)) {
            return "Terminating";
        }
        var initial = initStatus(pod);
        if (!initial.isEmpty()) {
            return initial;
        }
        var status = pod.path("status");
        var reason = status.path("reason").asText(status.path("phase").asText("Unknown"));
        var anyRunning = false;
        for (var container : status.path("containerStatuses")) {
            var state = container.path("state");
            if (state.path("waiting").hasNonNull("reason")) {
                reason = state.path("waiting").path("reason").asText();
            } else if (state.has("terminated")) {
                reason = ended(state.path("terminated"));
            } else if (container.path("ready").asBoolean() && state.has("running")) {
                anyRunning = true;
            }
        }
        return reason.equals("Completed") && anyRunning ? "Running" : reason;
    }

    private static String initStatus(ObjectNode pod) {
        var total = pod.path("spec").path("initContainers").size();
        var done = 0;
        for (var container : pod.path("status").path("initContainerStatuses")) {
            var state = container.path("state");
            var terminated = state.path("terminated");
            var isDone = state.has("terminated") && terminated.path("exitCode").asInt() == 0;
            if (!isDone && !container.path("started").asBoolean()) {
                var waiting = state.path("waiting").path("reason").asText("");
                if (state.has("terminated")) {
                    return "Init:" + ended(terminated);
                }
                return waiting.isEmpty() || waiting.equals("PodInitializing")
                        ? "Init:%d/%d".formatted(done, total)
                        : "Init:" + waiting;
            }
            done++;
        }
        return "";
    }

    private static String ended(JsonNode terminated) {
        if (terminated.hasNonNull("reason")) {
            return terminated.path("reason").asText();
        }
        return terminated.path("signal").asInt() != 0
                ? "Signal:" + terminated.path("signal").asInt()
                : "ExitCode:" + terminated.path("exitCode").asInt();
    }

    /** Ready containers of all; sidecars, which are init containers that stay, count among them. */
    static String ready(ObjectNode pod) {
        var sidecars = sidecars(pod);
        var status = pod.path("status");
        var ready = status.path("containerStatuses")
                        .valueStream()
                        .filter(PodCells::isReady)
                        .count()
                + status.path("initContainerStatuses")
                        .valueStream()
                        .filter(one -> sidecars.contains(one.path("name").asText()) && isReady(one))
                        .count();
        return ready + "/" + (pod.path("spec").path("containers").size() + sidecars.size());
    }

    static int restarts(ObjectNode pod) {
        return pod.path("status")
                .path("containerStatuses")
                .valueStream()
                .mapToInt(one -> one.path("restartCount").asInt())
                .sum();
    }

    /** Fulfilled readiness gates of all. */
    static String readinessGates(ObjectNode pod) {
        var gates = pod.path("spec").path("readinessGates");
        var fulfilled = gates.valueStream()
                .filter(gate -> pod.path("status")
                        .path("conditions")
                        .valueStream()
                        .anyMatch(condition -> condition
                                        .path("type")
                                        .asText()
                                        .equals(gate.path("conditionType").asText())
                                && condition.path("status").asText().equals("True")))
                .count();
        return gates.isEmpty() ? Columns.NONE : fulfilled + "/" + gates.size();
    }

    private static boolean isReady(JsonNode container) {
        return container.path("ready").asBoolean();
    }

    private static Set<String> sidecars(ObjectNode pod) {
        var names = new HashSet<String>();
        pod.path("spec")
                .path("initContainers")
                .valueStream()
                .filter(container -> container.path("restartPolicy").asText().equals("Always"))
                .forEach(container -> names.add(container.path("name").asText()));
        return names;
    }
}
