package io.otalite.rotation.rotations.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.ClusterUnavailableException;
import io.otalite.rotation.rotations.Workloads;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Which workloads use a Secret is known from watching; how one of them is, the API server is asked. */
public final class ClusterWorkloads implements Workloads {
    private final KubernetesClient client;
    private final BiFunction<ObjectRef, Set<String>, List<Consumer>> consumers;

    /** @param consumers which workloads use one of the entries of a Secret */
    public ClusterWorkloads(KubernetesClient client, BiFunction<ObjectRef, Set<String>, List<Consumer>> consumers) {
        this.client = client;
        this.consumers = consumers;
    }

    @Override
    public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
        return consumers.apply(secret, entries);
    }

    @Override
    public Optional<String> unsettled(ObjectRef workload) {
        if (!workload.kind().equals(Kinds.DEPLOYMENT)) {
            return Optional.empty();
        }
        try {
            var deployment = client.apps()
                    .deployments()
                    .inNamespace(workload.namespace())
                    .withName(workload.name())
                    .get();
            return deployment == null ? Optional.of("it is gone") : unsettled(deployment);
        } catch (KubernetesClientException e) {
            throw new ClusterUnavailableException(
                    "%s cannot be read: %s"
                            .formatted(
                                    workload,
                                    e.getCode() == 0 ? "the API server cannot be reached" : "HTTP " + e.getCode()),
                    e);
        }
    }

    /** What {@code kubectl rollout status} looks at, and whether it is told not to roll anything out. */
    private static Optional<String> unsettled(Deployment deployment) {
        var spec = deployment.getSpec();
        var status = deployment.getStatus();
        if (Boolean.TRUE.equals(spec.getPaused())) {
            return Optional.of("its rollouts are paused");
        }
        if (status == null
                || !Objects.equals(deployment.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return Optional.of("a rollout is under way");
        }
        var wanted = count(spec.getReplicas(), 1);
        if (count(status.getUpdatedReplicas(), 0) < wanted || count(status.getReplicas(), 0) > wanted) {
            return Optional.of("a rollout is under way");
        }
        var available = count(status.getAvailableReplicas(), 0);
        return available < wanted
                ? Optional.of("%d of %d pods are available".formatted(available, wanted))
                : Optional.empty();
    }

    private static int count(@Nullable Integer number, int otherwise) {
        return number == null ? otherwise : number;
    }
}
