package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pod, or a template of pods, must be like. */
final class PodRules {
    private static final List<String> MUTABLE = List.of(
            "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName", "schedulingGates");

    private static final List<String> HOST_NAMESPACES = List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace");

    /** Fields that promise something about the pod's network or devices that a process cannot keep. */
    private static final List<String> BEYOND =
            List.of("hostAliases", "dnsConfig", "resourceClaims", "ephemeralContainers", "setHostnameAsFQDN", "resources");

    private PodRules() {}

    /** @param path of {@code spec} */
    static void check(JsonNode spec, String path, Faults faults) {
        faults.oneOf(spec, path, "restartPolicy", Set.of("Always", "OnFailure", "Never"));
        faults.oneOf(spec, path, "dnsPolicy", Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
        faults.notNegative(spec, path, "terminationGracePeriodSeconds");
        if (spec.has("activeDeadlineSeconds") && spec.path("activeDeadlineSeconds").asLong() < 1) {
            faults.invalid(
                    path + ".activeDeadlineSeconds",
                    spec.get("activeDeadlineSeconds"),
                    "must be between 1 and 2147483647, inclusive");
        }
        var account = text(spec, "serviceAccountName");
        if (!account.isEmpty()) {
            Names.SUBDOMAIN
                    .faultOf(account)
                    .ifPresent(fault -> faults.invalid(path + ".serviceAccountName", account, fault));
        }
        checkAbilities(spec, path, faults);
        var volumes = VolumeRules.check(spec, path, faults);
        checkContainers(spec, path, volumes, faults);
    }

    private static void checkAbilities(JsonNode spec, String path, Faults faults) {
        for (var field : HOST_NAMESPACES) {
            if (spec.path(field).asBoolean()) {
                faults.beyondThisCluster(path + "." + field, field + ": a container is a process of this machine");
            }
        }
        for (var field : BEYOND) {
            if (spec.has(field)) {
                faults.beyondThisCluster(path + "." + field, field);
            }
        }
        if (text(spec.path("os"), "name").equals("windows")
                || spec.path("securityContext").has("windowsOptions")) {
            faults.beyondThisCluster(path + ".os", "Windows");
        }
        if (spec.path("securityContext").has("sysctls")) {
            faults.beyondThisCluster(path + ".securityContext.sysctls", "sysctls");
        }
    }

    private static void checkContainers(JsonNode spec, String path, Set<String> volumes, Faults faults) {
        if (objects(spec, "containers").isEmpty()) {
            faults.required(path + ".containers");
        }
        var names = new HashSet<String>();
        for (var list : List.of("initContainers", "containers")) {
            var containers = objects(spec, list);
            for (var i = 0; i < containers.size(); i++) {
                var at = "%s.%s[%d]".formatted(path, list, i);
                var name = text(containers.get(i), "name");
                if (!name.isEmpty() && !names.add(name)) {
                    faults.duplicate(at + ".name", name);
                }
                new ContainerRules(containers.get(i), at, faults).check(list.equals("initContainers"), volumes);
            }
        }
        checkPortNames(spec, path, faults);
    }

    /** A port's name is found by probes and Services, so that it may be there once in a container. */
    private static void checkPortNames(JsonNode spec, String path, Faults faults) {
        var containers = objects(spec, "containers");
        for (var i = 0; i < containers.size(); i++) {
            var names = new HashSet<String>();
            var ports = objects(containers.get(i), "ports");
            for (var j = 0; j < ports.size(); j++) {
                var name = text(ports.get(j), "name");
                if (!name.isEmpty() && !names.add(name)) {
                    faults.duplicate("%s.containers[%d].ports[%d].name".formatted(path, i, j), name);
                }
            }
        }
    }

    /** What of a pod may change: everything else is for ever. */
    static void checkUpdate(JsonNode old, JsonNode wanted, Faults faults) {
        if (!settled(old).equals(settled(wanted)) || changesNode(old, wanted)) {
            faults.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions"
                            + " to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
                            + " was previously negative)");
        }
    }

    /** A pod is bound once; a real cluster does that through {@code pods/binding}. */
    private static boolean changesNode(JsonNode old, JsonNode wanted) {
        var bound = text(old.path("spec"), "nodeName");
        return !bound.isEmpty() && !bound.equals(text(wanted.path("spec"), "nodeName"));
    }

    private static ObjectNode settled(JsonNode pod) {
        var spec = (ObjectNode) pod.path("spec").deepCopy();
        spec.remove(MUTABLE);
        for (var list : List.of("initContainers", "containers")) {
            objects(spec, list).forEach(container -> container.remove("image"));
        }
        return spec;
    }
}
