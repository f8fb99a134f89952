package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses pods that ask for more than the level of their namespace allows (label
 * {@code pod-security.kubernetes.io/enforce}). What no pod of this cluster may have at all (host namespaces, privileged
 * containers, hostPath) has been refused before; the levels {@code warn} and {@code audit} do nothing.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
final class PodSecurity {
    private static final String LABEL = "pod-security.kubernetes.io/enforce";
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

    private final JsonNode spec;
    private final List<String> violations = new ArrayList<>();

    private PodSecurity(JsonNode spec) {
        this.spec = spec;
    }

    /** @throws Refusal 403 that names every violation */
    static void admit(ObjectKey key, JsonNode pod, Lookup lookup) {
        var labels = lookup.get(ObjectKey.inCluster(Kinds.NAMESPACE, key.namespace()))
                .map(Metadata::labels)
                .orElseThrow(() -> Refusal.notFound(ObjectKey.inCluster(Kinds.NAMESPACE, key.namespace())));
        var level = labels.getOrDefault(LABEL, "privileged");
        if (level.equals("privileged")) {
            return;
        }
        var check = new PodSecurity(pod.path("spec"));
        check.baseline();
        if (!level.equals("baseline")) {
            check.restricted();
        }
        if (!check.violations.isEmpty()) {
            var version = labels.getOrDefault(LABEL + "-version", "latest");
            throw Refusal.forbidden(
                    key,
                    "violates PodSecurity \"%s:%s\": %s".formatted(level, version, String.join(", ", check.violations)));
        }
    }

    private void baseline() {
        var profile = "Unconfined";
        var unconfined = containersWhere(container -> seccomp(container).equals(profile));
        if (seccomp(spec).equals(profile)) {
            violations.add("seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")");
        }
        if (!unconfined.isEmpty()) {
            violations.add("seccompProfile (%s must not set securityContext.seccompProfile.type to \"Unconfined\")"
                    .formatted(named(unconfined)));
        }
    }

    private void restricted() {
        report(
                "allowPrivilegeEscalation != false (%s must set securityContext.allowPrivilegeEscalation=false)",
                containersWhere(container -> context(container).path("allowPrivilegeEscalation").asBoolean(true)));
        report(
                "unrestricted capabilities (%s must set securityContext.capabilities.drop=[\"ALL\"])",
                containersWhere(container -> !dropsAll(container)));
        report(
                "runAsNonRoot != true (pod or %s must set securityContext.runAsNonRoot=true)",
                containersWhere(container -> !inherited(container, "runAsNonRoot").asBoolean()));
        if (context(spec).path("runAsUser").asInt(1) == 0) {
            violations.add("runAsUser=0 (pod must not set runAsUser=0)");
        }
        report(
                "runAsUser=0 (%s must not set runAsUser=0)",
                containersWhere(container -> context(container).path("runAsUser").asInt(1) == 0));
        report(
                "seccompProfile (pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                        + " \"Localhost\")",
                containersWhere(container -> !SECCOMP.contains(
                        seccomp(container).isEmpty() ? seccomp(spec) : seccomp(container))));
    }

    private void report(String form, List<String> containers) {
        if (!containers.isEmpty()) {
            violations.add(form.formatted(named(containers)));
        }
    }

    private List<String> containersWhere(Predicate<JsonNode> violates) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> objects(spec, list).stream())
                .filter(violates)
                .map(container -> text(container, "name"))
                .toList();
    }

    private static String named(List<String> containers) {
        var names = containers.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        return (containers.size() == 1 ? "container " : "containers ") + names;
    }

    private JsonNode inherited(JsonNode container, String field) {
        return Optional.ofNullable(context(container).get(field))
                .orElse(context(spec).path(field));
    }

    private static boolean dropsAll(JsonNode container) {
        return context(container).path("capabilities").path("drop").valueStream().anyMatch(c -> c.asText().equals("ALL"));
    }

    private static String seccomp(JsonNode podOrContainer) {
        return text(context(podOrContainer).path("seccompProfile"), "type");
    }

    private static JsonNode context(JsonNode podOrContainer) {
        return podOrContainer.path("securityContext");
    }
}
