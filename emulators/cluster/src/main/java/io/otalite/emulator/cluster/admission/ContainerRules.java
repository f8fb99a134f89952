package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a container must be like.
 *
 * @param at its path in the object
 */
record ContainerRules(ObjectNode container, String at, Faults faults) {
    private static final int LAST_PORT = 65_535;
    private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
    private static final List<String> BEYOND = List.of("volumeDevices", "resizePolicy", "restartPolicyRules");

    /** @param volumes the names of the volumes of the pod */
    void check(boolean isInit, Set<String> volumes) {
        requireName();
        var image = text(container, "image");
        if (image.isEmpty()) {
            faults.required(at + ".image");
        } else if (!image.strip().equals(image)) {
            faults.invalid(at + ".image", image, "must not have leading or trailing whitespace");
        }
        faults.oneOf(container, at, "imagePullPolicy", Set.of("Always", "IfNotPresent", "Never"));
        faults.oneOf(container, at, "terminationMessagePolicy", Set.of("File", "FallbackToLogsOnError"));
        checkRestartPolicy(isInit);
        checkPorts();
        checkEnvironment();
        checkMounts(volumes);
        checkResources();
        checkSecurity();
        new ProbeRules(container, at, faults).check(isInit && !text(container, "restartPolicy").equals("Always"));
        for (var field : BEYOND) {
            if (container.has(field)) {
                faults.beyondThisCluster(at + "." + field, field);
            }
        }
    }

    private void requireName() {
        var name = text(container, "name");
        if (name.isEmpty()) {
            faults.required(at + ".name");
        } else {
            Names.LABEL.faultOf(name).ifPresent(fault -> faults.invalid(at + ".name", name, fault));
        }
    }

    /** {@code Always} makes an init container a sidecar; other containers follow the pod. */
    private void checkRestartPolicy(boolean isInit) {
        if (!container.has("restartPolicy")) {
            return;
        }
        if (isInit) {
            faults.oneOf(container, at, "restartPolicy", Set.of("Always"));
        } else {
            faults.beyondThisCluster(at + ".restartPolicy", "a restart policy of a single container");
        }
    }

    private void checkPorts() {
        var ports = objects(container, "ports");
        for (var i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var path = "%s.ports[%d]".formatted(at, i);
            if (!port.has("containerPort")) {
                faults.required(path + ".containerPort");
            } else if (!isPort(port.get("containerPort"))) {
                faults.invalid(
                        path + ".containerPort", port.get("containerPort"), "must be between 1 and 65535, inclusive");
            }
            if (port.has("hostPort")) {
                faults.beyondThisCluster(path + ".hostPort", "hostPort: a Service has a port of this machine");
            }
            faults.oneOf(port, path, "protocol", PROTOCOLS);
        }
    }

    static boolean isPort(JsonNode port) {
        return port.asInt() >= 1 && port.asInt() <= LAST_PORT;
    }

    private void checkEnvironment() {
        var variables = objects(container, "env");
        for (var i = 0; i < variables.size(); i++) {
            checkVariable(variables.get(i), "%s.env[%d]".formatted(at, i));
        }
        var sources = objects(container, "envFrom");
        for (var i = 0; i < sources.size(); i++) {
            var path = "%s.envFrom[%d]".formatted(at, i);
            var types = List.of("configMapRef", "secretRef").stream()
                    .filter(sources.get(i)::has)
                    .toList();
            if (types.isEmpty()) {
                faults.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            } else if (types.size() > 1) {
                faults.invalid(path, "", "may not have more than one field specified at a time");
            }
            for (var type : types) {
                if (text(sources.get(i).path(type), "name").isEmpty()) {
                    faults.required(path + "." + type + ".name");
                }
            }
        }
    }

    private void checkVariable(ObjectNode variable, String path) {
        var name = text(variable, "name");
        if (name.isEmpty()) {
            faults.required(path + ".name");
        } else if (name.contains("=")) {
            faults.invalid(
                    path + ".name",
                    name,
                    "a valid environment variable name must consist only of printable ASCII characters other than '='");
        }
        if (!variable.has("valueFrom")) {
            return;
        }
        if (variable.has("value")) {
            faults.invalid(path + ".valueFrom", "", "may not be specified when `value` is not empty");
        }
        var from = variable.path("valueFrom");
        if (from.isEmpty()) {
            faults.invalid(
                    path + ".valueFrom",
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        } else if (from.size() > 1) {
            faults.invalid(path + ".valueFrom", "", "may not have more than one field specified at a time");
        }
        if (from.has("fileKeyRef")) {
            faults.beyondThisCluster(path + ".valueFrom.fileKeyRef", "fileKeyRef");
        }
        for (var type : List.of("secretKeyRef", "configMapKeyRef")) {
            if (from.has(type) && text(from.path(type), "key").isEmpty()) {
                faults.required(path + ".valueFrom." + type + ".key");
            }
        }
        if (from.has("fieldRef") && text(from.path("fieldRef"), "fieldPath").isEmpty()) {
            faults.required(path + ".valueFrom.fieldRef.fieldPath");
        }
    }

    private void checkMounts(Set<String> volumes) {
        var paths = new HashSet<String>();
        var mounts = objects(container, "volumeMounts");
        for (var i = 0; i < mounts.size(); i++) {
            var mount = mounts.get(i);
            var path = "%s.volumeMounts[%d]".formatted(at, i);
            var name = text(mount, "name");
            if (name.isEmpty()) {
                faults.required(path + ".name");
            } else if (!volumes.contains(name)) {
                faults.notFound(path + ".name", name);
            }
            var mountPath = text(mount, "mountPath");
            if (mountPath.isEmpty()) {
                faults.required(path + ".mountPath");
            } else if (!paths.add(mountPath)) {
                faults.invalid(path + ".mountPath", mountPath, "must be unique");
            }
            VolumeRules.relative(text(mount, "subPath"), path + ".subPath", faults);
            if (mount.has("subPathExpr")) {
                faults.beyondThisCluster(path + ".subPathExpr", "subPathExpr");
            }
            if (mount.has("mountPropagation") && !text(mount, "mountPropagation").equals("None")) {
                faults.beyondThisCluster(path + ".mountPropagation", "mount propagation");
            }
        }
    }

    private void checkResources() {
        var resources = container.path("resources");
        for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
            var request = resources.path("requests").path(limit.getKey());
            var most = Quantities.parse(limit.getValue().asText());
            var wanted = Quantities.parse(request.asText());
            if (most.isPresent() && wanted.isPresent() && wanted.get().compareTo(most.get()) > 0) {
                faults.invalid(
                        at + ".resources.requests",
                        request,
                        "must be less than or equal to %s limit of %s"
                                .formatted(limit.getKey(), limit.getValue().asText()));
            }
        }
        if (resources.has("claims")) {
            faults.beyondThisCluster(at + ".resources.claims", "resource claims");
        }
    }

    private void checkSecurity() {
        var context = container.path("securityContext");
        var path = at + ".securityContext";
        if (context.path("privileged").asBoolean()) {
            faults.beyondThisCluster(path + ".privileged", "privileged containers");
        }
        context.path("capabilities")
                .path("add")
                .valueStream()
                .map(JsonNode::asText)
                .filter(capability -> !capability.equals("NET_BIND_SERVICE"))
                .forEach(capability ->
                        faults.beyondThisCluster(path + ".capabilities.add", "the capability " + capability));
        if (context.has("procMount") && !text(context, "procMount").equals("Default")) {
            faults.beyondThisCluster(path + ".procMount", "another procMount than Default");
        }
        if (context.has("windowsOptions")) {
            faults.beyondThisCluster(path + ".windowsOptions", "Windows");
        }
    }
}
