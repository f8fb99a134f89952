package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.otalite.local.cluster.Workloads;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The pods of rotation-service, and what an operator does with them. */
record RotationPods(KubernetesClient client) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PROCESS = "process://";

    /** Scales, and returns when exactly so many pods are there and ready. */
    void scale(int replicas) {
        deployment().scale(replicas);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(all()).hasSize(replicas);
            assertThat(ready()).hasSize(replicas);
        });
    }

    /** Sets a variable, and returns when only pods that have it are there. */
    void set(String variable, String value) {
        deployment().edit(deployment -> {
            for (var container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
                container.getEnv().removeIf(env -> env.getName().equals(variable));
                container.getEnv().add(new EnvVar(variable, value, null));
            }
            return deployment;
        });
        var replicas = deployment().require().getSpec().getReplicas();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(all()).hasSize(replicas).allMatch(pod -> has(pod, variable, value));
            assertThat(ready()).hasSize(replicas);
        });
    }

    /** Begins to replace all pods, as an operator does by hand. */
    void restart() {
        deployment().rolling().restart();
    }

    Pod newest() {
        return all().stream()
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .orElseThrow();
    }

    List<Pod> ready() {
        return all().stream().filter(RotationPods::isReady).toList();
    }

    /** The process of a pod. */
    static long pid(Pod pod) {
        var id = pod.getStatus().getContainerStatuses().getFirst().getContainerID();
        assertThat(id).startsWith(PROCESS);
        return Long.parseLong(id.substring(PROCESS.length()));
    }

    private List<Pod> all() {
        return client.pods()
                .inNamespace(Workloads.ROTATION_NAMESPACE)
                .withLabel("app.kubernetes.io/name", TestSystem.ROTATION)
                .list()
                .getItems();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private static boolean has(Pod pod, String variable, String value) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .anyMatch(env -> env.getName().equals(variable) && value.equals(env.getValue()));
    }

    private RollableScalableResource<Deployment> deployment() {
        return client.apps()
                .deployments()
                .inNamespace(Workloads.ROTATION_NAMESPACE)
                .withName(TestSystem.ROTATION);
    }
}
