package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.fill;
import static io.otalite.emulator.cluster.admission.Fields.made;
import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.present;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The defaults of pods and of templates of pods. */
final class PodDefaults {
    /** 0644, as JSON has no octal numbers. */
    private static final int FILE_MODE = 420;

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    private PodDefaults() {}

    /** What pods and templates have in common. */
    static void template(ObjectNode spec) {
        fill(spec, "restartPolicy", "Always");
        fill(spec, "dnsPolicy", "ClusterFirst");
        fill(spec, "terminationGracePeriodSeconds", 30);
        fill(spec, "schedulerName", "default-scheduler");
        made(spec, "securityContext");
        mirrorServiceAccount(spec);
        for (var list : List.of("initContainers", "containers")) {
            objects(spec, list).forEach(PodDefaults::container);
        }
        objects(spec, "volumes").forEach(PodDefaults::volume);
    }

    /** What only a pod has. */
    static void pod(ObjectNode spec) {
        fill(spec, "enableServiceLinks", true);
        for (var list : List.of("initContainers", "containers")) {
            for (var container : objects(spec, list)) {
                present(container, "resources").ifPresent(PodDefaults::requestLimits);
            }
        }
    }

    /** {@code serviceAccount} is the old name of {@code serviceAccountName}; the API writes both. */
    private static void mirrorServiceAccount(ObjectNode spec) {
        var name = text(spec, "serviceAccountName").isEmpty()
                ? text(spec, "serviceAccount")
                : text(spec, "serviceAccountName");
        if (!name.isEmpty()) {
            spec.put("serviceAccountName", name).put("serviceAccount", name);
        }
    }

    /** A limit without a request is a request, too. */
    private static void requestLimits(ObjectNode resources) {
        present(resources, "limits").ifPresent(limits -> {
            var requests = resources.withObjectProperty("requests");
            limits.properties().forEach(limit -> {
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            });
        });
    }

    private static void container(ObjectNode container) {
        fill(container, "terminationMessagePath", "/dev/termination-log");
        fill(container, "terminationMessagePolicy", "File");
        fill(container, "imagePullPolicy", isMoving(text(container, "image")) ? "Always" : "IfNotPresent");
        made(container, "resources");
        objects(container, "ports").forEach(port -> fill(port, "protocol", "TCP"));
        objects(container, "env").forEach(PodDefaults::variable);
        for (var name : PROBES) {
            present(container, name).ifPresent(PodDefaults::probe);
        }
        present(container, "lifecycle").ifPresent(lifecycle -> {
            present(lifecycle, "preStop").ifPresent(PodDefaults::handler);
            present(lifecycle, "postStart").ifPresent(PodDefaults::handler);
        });
    }

    /** Whether the image may be another one tomorrow: tag {@code latest}, or neither tag nor digest. */
    private static boolean isMoving(String image) {
        if (image.contains("@")) {
            return false;
        }
        var name = image.substring(image.lastIndexOf('/') + 1);
        return !name.contains(":") || name.endsWith(":latest");
    }

    private static void variable(ObjectNode variable) {
        present(variable.path("valueFrom"), "fieldRef").ifPresent(field -> fill(field, "apiVersion", "v1"));
        present(variable.path("valueFrom"), "resourceFieldRef").ifPresent(field -> fill(field, "divisor", "0"));
    }

    private static void probe(ObjectNode probe) {
        fill(probe, "timeoutSeconds", 1);
        fill(probe, "periodSeconds", 10);
        fill(probe, "successThreshold", 1);
        fill(probe, "failureThreshold", 3);
        handler(probe);
    }

    private static void handler(ObjectNode handler) {
        present(handler, "httpGet").ifPresent(http -> {
            fill(http, "path", "/");
            fill(http, "scheme", "HTTP");
        });
    }

    private static void volume(ObjectNode volume) {
        if (volume.properties().stream().allMatch(entry -> entry.getKey().equals("name"))) {
            volume.putObject("emptyDir");
        }
        for (var type : Set.of("secret", "configMap", "projected", "downwardAPI")) {
            present(volume, type).ifPresent(source -> fill(source, "defaultMode", FILE_MODE));
        }
        present(volume, "downwardAPI").ifPresent(PodDefaults::downward);
        for (var source : objects(volume.path("projected"), "sources")) {
            present(source, "serviceAccountToken").ifPresent(token -> fill(token, "expirationSeconds", 3600));
            present(source, "downwardAPI").ifPresent(PodDefaults::downward);
        }
    }

    private static void downward(ObjectNode source) {
        objects(source, "items")
                .forEach(item -> present(item, "fieldRef").ifPresent(field -> fill(field, "apiVersion", "v1")));
    }
}
