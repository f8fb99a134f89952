package io.otalite.rotation.rotations.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.Consumers;
import io.otalite.rotation.rotations.ClusterUnavailableException;
import io.otalite.rotation.rotations.State;
import io.otalite.rotation.rotations.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which workloads use a Secret is known from watching; how one of them is, the API server is asked. */
public final class ClusterWorkloads implements Workloads {
    /** How far the clocks of nodes may be from that of this service. */
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final World world;

    /** @param world which workloads use a Secret is known from watching */
    public ClusterWorkloads(KubernetesClient client, World world) {
        this.client = client;
        this.world = world;
    }

    @Override
    public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
        return Consumers.of(world, secret, entries);
    }

    @Override
    public Optional<String> unsettled(ObjectRef workload) {
        if (!workload.kind().equals(Kinds.DEPLOYMENT)) {
            return Optional.empty();
        }
        return deployment(workload).map(ClusterWorkloads::unsettled).orElse(Optional.of("it is gone"));
    }

    @Override
    public Optional<String> damage(ObjectRef workload) {
        return workload.kind().equals(Kinds.DEPLOYMENT)
                ? deployment(workload).flatMap(ClusterWorkloads::damage)
                : Optional.empty();
    }

    @Override
    public boolean exists(ObjectRef workload) {
        return workload.kind().equals(Kinds.DEPLOYMENT) && deployment(workload).isPresent();
    }

    /** The API server is asked, not what was watched: this is the last look before a credential goes. */
    @Override
    public boolean hasPodsOf(ObjectRef workload, State.Span span) {
        return deployment(workload)
                .map(deployment -> deployment.getSpec().getSelector())
                .map(selector -> asked(
                        workload,
                        () -> client.pods()
                                .inNamespace(workload.namespace())
                                .withLabelSelector(selector)
                                .list()
                                .getItems()))
                .orElse(List.of())
                .stream()
                .anyMatch(pod -> isOf(pod, span));
    }

    /**
     * Variables are resolved whenever a container starts, and that may be long after its pod was made. Times of Kubernetes have whole
     * seconds; those of containers are of the clock of their node.
     */
    static boolean isOf(Pod pod, State.Span span) {
        var from = span.from().truncatedTo(ChronoUnit.SECONDS);
        var made = Instant.parse(pod.getMetadata().getCreationTimestamp());
        if (made.isAfter(span.until())) {
            return false;
        }
        return !made.isBefore(from)
                || starts(pod)
                        .anyMatch(start -> !start.isBefore(from.minus(SKEW))
                                && !start.isAfter(span.until().plus(SKEW)));
    }

    private static Stream<Instant> starts(Pod pod) {
        var status = Optional.ofNullable(pod.getStatus());
        return Stream.of(
                        status.map(PodStatus::getInitContainerStatuses),
                        status.map(PodStatus::getContainerStatuses),
                        status.map(PodStatus::getEphemeralContainerStatuses))
                .flatMap(statuses -> statuses.orElse(List.of()).stream())
                .flatMap(container -> Optional.ofNullable(container.getState()).stream())
                .flatMap(state -> Stream.concat(
                        Optional.ofNullable(state.getRunning()).map(ContainerStateRunning::getStartedAt).stream(),
                        Optional.ofNullable(state.getTerminated())
                                .map(ContainerStateTerminated::getStartedAt)
                                .stream()))
                .map(Instant::parse);
    }

    private Optional<Deployment> deployment(ObjectRef workload) {
        return asked(
                workload,
                () -> Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(workload.namespace())
                        .withName(workload.name())
                        .get()));
    }

    private static <T> T asked(ObjectRef workload, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw new ClusterUnavailableException(
                    "%s cannot be read: %s"
                            .formatted(
                                    workload,
                                    e.getCode() <= 0 ? "the API server cannot be reached" : "HTTP " + e.getCode()),
                    e);
        }
    }

    /** A rollout that gets on explains that pods are missing; nothing else does. */
    private static Optional<String> damage(Deployment deployment) {
        var status = deployment.getStatus();
        if (status == null || Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return Optional.empty();
        }
        var stuck = Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .anyMatch(condition -> condition.getType().equals("Progressing")
                        && condition.getStatus().equals("False"));
        if (stuck) {
            return Optional.of("its rollout does not get on");
        }
        var wanted = count(deployment.getSpec().getReplicas(), 1);
        var available = count(status.getAvailableReplicas(), 0);
        var rolling = !Objects.equals(deployment.getMetadata().getGeneration(), status.getObservedGeneration())
                || count(status.getUpdatedReplicas(), 0) < wanted;
        return available < wanted && !rolling
                ? Optional.of("%d of %d pods are available".formatted(available, wanted))
                : Optional.empty();
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
