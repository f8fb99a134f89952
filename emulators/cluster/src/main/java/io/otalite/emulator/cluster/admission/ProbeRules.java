package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the probes and the lifecycle hooks of a container must be like.
 *
 * @param at the path of the container
 */
record ProbeRules(ObjectNode container, String at, Faults faults) {
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final List<String> COUNTS = List.of(
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    /** @param ends whether the container is one that has to end before the others begin */
    void check(boolean ends) {
        for (var name : PROBES) {
            if (!container.has(name)) {
                continue;
            }
            if (ends) {
                faults.forbidden(
                        at + "." + name, "may not be set for init containers without restartPolicy=Always");
            } else {
                checkProbe(name, container.path(name));
            }
        }
        checkLifecycle();
    }

    private void checkProbe(String name, JsonNode probe) {
        var path = at + "." + name;
        COUNTS.forEach(count -> faults.notNegative(probe, path, count));
        var handlers = HANDLERS.stream().filter(probe::has).toList();
        if (handlers.isEmpty()) {
            faults.required(path, "must specify a handler type");
        }
        handlers.stream()
                .skip(1)
                .forEach(handler -> faults.forbidden(path + "." + handler, "may not specify more than 1 handler type"));
        if (!name.equals("readinessProbe") && probe.path("successThreshold").asInt(1) != 1) {
            faults.invalid(path + ".successThreshold", probe.get("successThreshold"), "must be 1");
        }
        if (probe.has("grpc")) {
            faults.beyondThisCluster(path + ".grpc", "gRPC probes");
        }
        for (var handler : List.of("httpGet", "tcpSocket")) {
            if (probe.has(handler)) {
                checkPort(probe.path(handler), path + "." + handler);
            }
        }
        if (probe.has("exec") && probe.path("exec").path("command").isEmpty()) {
            faults.required(path + ".exec.command");
        }
    }

    private void checkPort(JsonNode handler, String path) {
        var port = handler.path("port");
        if (port.isMissingNode()) {
            faults.required(path + ".port");
        } else if (port.isNumber() && !ContainerRules.isPort(port)) {
            faults.invalid(path + ".port", port, "must be between 1 and 65535, inclusive");
        } else if (port.isTextual() && port.asText().length() > 15) {
            faults.invalid(path + ".port", port, "must be no more than 15 characters");
        }
    }

    private void checkLifecycle() {
        var lifecycle = container.path("lifecycle");
        if (lifecycle.has("postStart")) {
            faults.beyondThisCluster(at + ".lifecycle.postStart", "hooks after the start");
        }
        if (lifecycle.has("stopSignal")) {
            faults.beyondThisCluster(at + ".lifecycle.stopSignal", "another stop signal than SIGTERM");
        }
        if (!lifecycle.has("preStop")) {
            return;
        }
        var hook = lifecycle.path("preStop");
        var path = at + ".lifecycle.preStop";
        if (hook.isEmpty()) {
            faults.required(path, "must specify a handler type");
        }
        for (var handler : List.of("httpGet", "tcpSocket")) {
            if (hook.has(handler)) {
                faults.beyondThisCluster(path + "." + handler, "preStop hooks other than exec and sleep");
            }
        }
        if (hook.has("exec") && hook.path("exec").path("command").isEmpty()) {
            faults.required(path + ".exec.command");
        }
        if (hook.has("sleep") && text(hook.path("sleep"), "seconds").isEmpty()) {
            faults.required(path + ".sleep.seconds");
        }
    }
}
