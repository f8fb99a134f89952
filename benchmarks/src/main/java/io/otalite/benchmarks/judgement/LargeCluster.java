package io.otalite.benchmarks.judgement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Objects of a large cluster, made one at a time: Deployments with two ReplicaSets and pods each, every tenth namespace's worth of them
 * together, and one Secret that many of them share.
 */
final class LargeCluster {
    static final String SHARED = "shared";
    static final String SHARED_NAMESPACE = "ns-0";

    private static final int PER_NAMESPACE = 1_000;
    private static final String CREATED = "2026-01-01T00:00:00Z";

    private final int workloads;
    private final int secrets;
    private final int pods;
    private final Random random = new Random(42);

    LargeCluster(int workloads, int secrets, int pods) {
        this.workloads = workloads;
        this.secrets = secrets;
        this.pods = pods;
    }

    /** Hands over every object once. */
    void each(Consumer<ObjectNode> to) {
        for (var i = 0; i * PER_NAMESPACE < workloads; i++) {
            to.accept(object("v1", "ServiceAccount", "ns-" + i, "default"));
            to.accept(data("ConfigMap", "ns-" + i, "settings", "log-level"));
        }
        for (var i = 0; i < secrets; i++) {
            to.accept(data("Secret", namespace(i * (workloads / secrets)), "secret-" + i, "password"));
        }
        to.accept(shared("password"));
        for (var i = 0; i < workloads; i++) {
            to.accept(deployment(i));
            to.accept(replicaSet(i, 1));
            to.accept(replicaSet(i, 2));
        }
        for (var i = 0; i < pods; i++) {
            to.accept(pod(i));
        }
    }

    /** The Secret that all workloads of one namespace refer to. */
    ObjectNode shared(String key) {
        return data("Secret", SHARED_NAMESPACE, SHARED, key);
    }

    private static String namespace(int workload) {
        return "ns-" + workload / PER_NAMESPACE;
    }

    private ObjectNode deployment(int i) {
        var deployment = object("apps/v1", "Deployment", namespace(i), "app-" + i);
        deployment.withObject("/spec").put("replicas", 5).set("template", template(i));
        return deployment;
    }

    private ObjectNode replicaSet(int i, int revision) {
        var set = object("apps/v1", "ReplicaSet", namespace(i), "app-%d-%d".formatted(i, revision));
        owner(set, "Deployment", "app-" + i);
        set.withObject("/metadata/annotations").put("deployment.kubernetes.io/revision", Integer.toString(revision));
        set.withObject("/spec").set("template", template(i));
        return set;
    }

    private ObjectNode pod(int i) {
        var workload = i % workloads;
        var pod = object("v1", "Pod", namespace(workload), "app-%d-2-%d".formatted(workload, i));
        owner(pod, "ReplicaSet", "app-%d-2".formatted(workload));
        pod.set("spec", template(workload).path("spec"));
        pod.withObject("/status")
                .withArray("containerStatuses")
                .addObject()
                .withObject("/state/running")
                .put("startedAt", "2026-02-01T00:00:00Z");
        return pod;
    }

    /** Two containers, five variables, two volumes: what a small service has. */
    private ObjectNode template(int i) {
        var template = JsonNodeFactory.instance.objectNode();
        var spec = template.putObject("spec");
        var secret = "secret-" + i / (workloads / secrets);
        var volumes = spec.putArray("volumes");
        volumes.addObject().put("name", "files").putObject("secret").put("secretName", secret);
        volumes.addObject().put("name", "settings").putObject("configMap").put("name", "settings");
        for (var name : new String[] {"main", "sidecar"}) {
            var container = spec.withArray("containers").addObject();
            container.put("name", name).put("image", "registry.example/app-%d:1".formatted(i));
            var env = container.putArray("env");
            env.addObject().put("name", "MODE").put("value", "production");
            variable(env.addObject(), secret);
        }
        if (namespace(i).equals(SHARED_NAMESPACE)) {
            variable(
                    ((ObjectNode) spec.path("containers").path(0))
                            .withArray("env")
                            .addObject(),
                    SHARED);
        }
        return template;
    }

    private static void variable(ObjectNode variable, String secret) {
        variable.put("name", "PASSWORD")
                .withObject("/valueFrom/secretKeyRef")
                .put("name", secret)
                .put("key", "password");
    }

    private ObjectNode data(String kind, String namespace, String name, String key) {
        var content = new byte[64];
        random.nextBytes(content);
        var object = object("v1", kind, namespace, name);
        object.putObject("data").put(key, Base64.getEncoder().encodeToString(content));
        return object;
    }

    private ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        object.putObject("metadata")
                .put("namespace", namespace)
                .put("name", name)
                .put("uid", uid(kind, name))
                .put("resourceVersion", Integer.toString(random.nextInt(1_000_000)))
                .put("creationTimestamp", CREATED);
        return object;
    }

    private static void owner(ObjectNode object, String kind, String name) {
        object.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", kind)
                .put("name", name)
                .put("uid", uid(kind, name))
                .put("controller", true);
    }

    private static String uid(String kind, String name) {
        return "%s-%s-0000-0000-000000000000".formatted(kind, name);
    }
}
