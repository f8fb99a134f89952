package io.otalite.local.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otalite.process.ProcessListener;
import io.otalite.process.ProcessStatus;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The Deployments of the product's namespaces, each seen as one process; their names differ. Thread-safe. */
public final class Workloads implements AutoCloseable {
    /** Where the product is. */
    public static final String NAMESPACE = "ota-lite";
    /** Where rotation-service is, outside of what it guards. */
    public static final String ROTATION_NAMESPACE = "ota-lite-rotation";

    private static final List<String> NAMESPACES = List.of(NAMESPACE, ROTATION_NAMESPACE);

    private static final String NAME = "app.kubernetes.io/name";
    private static final String FIELD_MANAGER = "ota";
    private static final int PATIENCE_SECONDS = 60;

    private final KubernetesClient client;
    private final LogCopies logs;
    private final List<SharedIndexInformer<Pod>> pods;
    private final Map<String, ProcessStatus> told = new ConcurrentHashMap<>();

    private Workloads(KubernetesClient client, Path logs) {
        this.client = client;
        this.logs = new LogCopies(client, logs);
        this.pods = NAMESPACES.stream()
                .map(namespace -> client.pods().inNamespace(namespace).runnableInformer(0))
                .toList();
    }

    /**
     * Speaks to the cluster of this kubeconfig; it need not answer yet.
     *
     * @param logs the folder into which the logs of the pods are copied
     */
    public static Workloads of(Path kubeconfig, Path logs) {
        return new Workloads(
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                        .build(),
                logs);
    }

    /** Makes the objects as they are given, by server-side apply, which takes over what somebody else has set. */
    public void apply(List<ObjectNode> objects) {
        var context = new PatchContext.Builder()
                .withFieldManager(FIELD_MANAGER)
                .withForce(true)
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .build();
        for (var object : objects) {
            var resource =
                    client.getKubernetesSerialization().unmarshal(object.toString(), GenericKubernetesResource.class);
            client.resource(resource).patch(context);
        }
    }

    /** The Secrets of one of the namespaces. */
    public Secrets secrets(String namespace) {
        return new Secrets(client, namespace);
    }

    /** The client, for what is not offered here. */
    public KubernetesClient client() {
        return client;
    }

    /** Where the log of a Deployment's pods is. */
    public Path logFile(String deployment) {
        return logs.file(deployment);
    }

    /** Puts the logs of an earlier life of these Deployments aside. To be called before {@link #observe}. */
    public void startLogsAnew(List<String> deployments) {
        deployments.forEach(logs::startAnew);
    }

    /** Calls the listener for every change of a Deployment's newest pod, for as long as this lives, and copies the logs. */
    public void observe(ProcessListener listener) {
        var handler = new ResourceEventHandler<Pod>() {
            @Override
            public void onAdd(Pod pod) {
                changed(pod, listener);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                changed(pod, listener);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                changed(pod, listener);
            }
        };
        pods.forEach(informer -> informer.addEventHandler(handler));
        pods.forEach(SharedIndexInformer::run);
    }

    private void changed(Pod pod, ProcessListener listener) {
        var name = deployment(pod);
        logs.follow(pod, name);
        status(name).ifPresent(status -> {
            if (!status.equals(told.put(name, status))) {
                listener.changed(status);
            }
        });
    }

    /** How a Deployment is, as far as {@link #observe} has seen; empty while it has no pod, or the pod is being made. */
    public Optional<ProcessStatus> status(String deployment) {
        return newest(deployment).flatMap(pod -> new PodProcess(pod).status(deployment));
    }

    /** The process of a Deployment's newest pod. */
    public OptionalLong pid(String deployment) {
        return newest(deployment).map(pod -> new PodProcess(pod).pid()).orElse(OptionalLong.empty());
    }

    /** The last lines of the newest pod, oldest first. */
    public List<String> logs(String deployment, int lines) {
        return newest(deployment)
                .map(pod -> client.pods().resource(pod).tailingLines(lines).getLog())
                .map(text -> text.lines().toList())
                .orElse(List.of());
    }

    /** Sets the number of pods of these Deployments, where there are any; returns at 0 when all of them are gone. */
    public void scale(List<String> deployments, int replicas) {
        NAMESPACES.forEach(namespace -> scale(namespace, deployments, replicas));
        if (replicas == 0) {
            NAMESPACES.forEach(namespace -> awaitNoPods(namespace, deployments));
        }
    }

    private void scale(String namespace, List<String> deployments, int replicas) {
        for (var deployment : deployments) {
            var present = client.apps().deployments().inNamespace(namespace).withName(deployment);
            if (present.get() != null) {
                present.scale(replicas);
            }
        }
    }

    private void awaitNoPods(String namespace, List<String> deployments) {
        client.pods()
                .inNamespace(namespace)
                .withLabelIn(NAME, deployments.toArray(String[]::new))
                .informOnCondition(List::isEmpty)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Optional<Pod> newest(String deployment) {
        return pods.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .filter(pod -> deployment(pod).equals(deployment))
                .max(Comparator.comparing((Pod pod) -> pod.getMetadata().getDeletionTimestamp() == null)
                        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName()));
    }

    private static String deployment(Pod pod) {
        var labels = Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        return labels.getOrDefault(NAME, pod.getMetadata().getName());
    }

    @Override
    public void close() {
        pods.forEach(SharedIndexInformer::stop);
        client.close();
    }
}
