package io.otalite.manifests.deploy;

import static io.otalite.manifests.deploy.Cluster.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.deploy.Cluster.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How each service runs: probes, rolling updates, what its pods may do and take. */
final class WorkloadRules {
    private static final List<String> PROBES = List.of("startupProbe", "readinessProbe", "livenessProbe");
    private static final Set<String> PATHS = Set.of("/q/health/started", "/q/health/ready", "/q/health/live");
    private static final int CLOSING_SECONDS = 5;

    private WorkloadRules() {}

    static Stream<Rule> all() {
        return Stream.of(lifeCycle(), security(), placement()).flatMap(List::stream);
    }

    private static List<Rule> lifeCycle() {
        return List.of(
                Rule.ofWorkloads(
                        "the three probes ask three different questions, on the management port",
                        workload -> workload.containers().allMatch(WorkloadRules::asksThreeQuestions),
                        workload -> workload.container()
                                .withObject("/livenessProbe/httpGet")
                                .put("path", "/q/health/ready")),
                Rule.ofWorkloads(
                        "a new pod is ready for 20 seconds before an old one goes",
                        workload -> workload.spec().path("minReadySeconds").asInt() >= 20,
                        workload -> workload.spec().put("minReadySeconds", 19)),
                Rule.ofWorkloads(
                        "a rolling update takes no pod away before there is another one",
                        workload -> rollingUpdate(workload)
                                                .path("maxUnavailable")
                                                .asInt(1)
                                        == 0
                                && rollingUpdate(workload).path("maxSurge").asInt() == 1,
                        workload -> rollingUpdate(workload).remove("maxUnavailable")),
                Rule.ofWorkloads(
                        "a pod that goes answers until all know, and has the time to end its requests",
                        WorkloadRules::hasTimeToEnd,
                        workload -> workload.pod().put("terminationGracePeriodSeconds", 16)),
                Rule.ofWorkloads(
                        "there are old revisions to go back to",
                        workload -> workload.spec().path("revisionHistoryLimit").asInt() >= 2,
                        workload -> workload.spec().put("revisionHistoryLimit", 0)),
                Rule.ofWorkloads(
                        "variables made from Services are not mistaken for settings",
                        workload -> !workload.pod().path("enableServiceLinks").asBoolean(true),
                        workload -> workload.pod().remove("enableServiceLinks")));
    }

    private static List<Rule> security() {
        return List.of(
                Rule.ofWorkloads(
                        "pods keep to the restricted profile",
                        workload -> isRestricted(workload.pod())
                                && workload.containers().allMatch(WorkloadRules::isConfined),
                        workload -> workload.container()
                                .withObject("/securityContext/capabilities")
                                .remove("drop")),
                Rule.ofWorkloads(
                        "no pod shares anything with its node",
                        workload -> Stream.of("hostNetwork", "hostPID", "hostIPC")
                                        .noneMatch(field -> workload.pod().has(field))
                                && workload.volumes().noneMatch(volume -> volume.has("hostPath")),
                        workload -> workload.pod().put("hostNetwork", true)),
                Rule.ofWorkloads(
                        "the root file system is read-only, and there is a bounded /tmp",
                        workload -> workload.containers().allMatch(WorkloadRules::writesOnlyToTmp)
                                && workload.volumes()
                                        .filter(volume -> volume.has("emptyDir"))
                                        .allMatch(volume ->
                                                volume.at("/emptyDir/sizeLimit").isTextual()),
                        workload -> workload.container()
                                .withObject("/securityContext")
                                .put("readOnlyRootFilesystem", false)),
                Rule.ofWorkloads(
                        "a service that never asks the API server has no token for it",
                        workload -> workload.pod()
                                                .path("automountServiceAccountToken")
                                                .asBoolean(true)
                                        == workload.name().equals(Cluster.ROTATION)
                                && workload.pod()
                                        .path("serviceAccountName")
                                        .asText()
                                        .equals(workload.name()),
                        workload -> workload.pod().remove("automountServiceAccountToken")),
                Rule.ofWorkloads(
                        "secrets are files that follow a change: no variable, no subPath",
                        workload -> workload.containers().allMatch(WorkloadRules::readsSecretsFromFolders),
                        workload -> ((ObjectNode) workload.container()
                                        .path("volumeMounts")
                                        .get(1))
                                .put("subPath", "key.json")));
    }

    private static List<Rule> placement() {
        return List.of(
                Rule.ofWorkloads(
                        "every container has requests and limits, and memory is not overcommitted",
                        workload -> workload.containers().allMatch(WorkloadRules::hasItsShare),
                        workload -> workload.container()
                                .withObject("/resources/limits")
                                .put("memory", "1Gi")),
                Rule.ofWorkloads(
                        "images are named with a version",
                        workload -> workload.containers()
                                .map(container -> container.path("image").asText())
                                .allMatch(image -> image.matches(".+/.+(:(?!latest)[\\w.-]+|@sha256:[0-9a-f]{64})")),
                        workload ->
                                workload.container().put("image", "registry.example/ota-lite/backup-service:latest")),
                Rule.ofWorkloads(
                        "pods are spread over zones and nodes",
                        workload -> elements(workload.pod().path("topologySpreadConstraints"))
                                .map(constraint ->
                                        constraint.path("topologyKey").asText())
                                .collect(Collectors.toSet())
                                .containsAll(Set.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")),
                        workload -> workload.pod()
                                .withArray("/topologySpreadConstraints")
                                .remove(0)),
                Rule.ofWorkloads(
                        "there is more than one pod, so that a node may fail",
                        workload -> workload.spec().path("replicas").asInt() >= 2,
                        workload -> workload.spec().put("replicas", 1)));
    }

    private static boolean asksThreeQuestions(JsonNode container) {
        var paths = PROBES.stream()
                .map(probe -> container.path(probe).path("httpGet"))
                .filter(get -> get.path("port").asText().equals("management"))
                .map(get -> get.path("path").asText())
                .collect(Collectors.toSet());
        return paths.equals(PATHS);
    }

    private static ObjectNode rollingUpdate(Workload workload) {
        return workload.spec().withObject("/strategy/rollingUpdate");
    }

    private static boolean hasTimeToEnd(Workload workload) {
        var pause = workload.container().at("/lifecycle/preStop/sleep/seconds").asInt();
        var shutdown = Duration.parse("PT"
                        + workload.variable("QUARKUS_SHUTDOWN_TIMEOUT")
                                .path("value")
                                .asText())
                .toSeconds();
        var grace = workload.pod().path("terminationGracePeriodSeconds").asInt();
        return pause >= 5 && shutdown > 0 && grace >= pause + shutdown + CLOSING_SECONDS;
    }

    private static boolean isRestricted(JsonNode pod) {
        var context = pod.path("securityContext");
        return context.path("runAsNonRoot").asBoolean()
                && context.path("runAsUser").asInt() > 0
                && context.at("/seccompProfile/type").asText().equals("RuntimeDefault");
    }

    private static boolean isConfined(JsonNode container) {
        var context = container.path("securityContext");
        return !context.path("allowPrivilegeEscalation").asBoolean(true)
                && !context.path("privileged").asBoolean(false)
                && context.at("/capabilities/drop/0").asText().equals("ALL")
                && !context.path("capabilities").has("add");
    }

    private static boolean writesOnlyToTmp(JsonNode container) {
        var writable = elements(container.path("volumeMounts"))
                .filter(mount -> !mount.path("readOnly").asBoolean(false))
                .map(mount -> mount.path("mountPath").asText())
                .toList();
        return container.at("/securityContext/readOnlyRootFilesystem").asBoolean() && writable.equals(List.of("/tmp"));
    }

    private static boolean readsSecretsFromFolders(JsonNode container) {
        return elements(container.path("env"))
                        .noneMatch(variable ->
                                variable.at("/valueFrom/secretKeyRef").isObject())
                && elements(container.path("envFrom")).noneMatch(source -> source.has("secretRef"))
                && elements(container.path("volumeMounts")).noneMatch(mount -> mount.has("subPath"));
    }

    private static boolean hasItsShare(JsonNode container) {
        var requests = container.at("/resources/requests");
        var limits = container.at("/resources/limits");
        return requests.has("cpu")
                && limits.has("cpu")
                && requests.has("memory")
                && requests.path("memory").equals(limits.path("memory"));
    }
}
