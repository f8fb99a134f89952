package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of the workloads that use a Secret. Thread-safe. */
public interface Workloads {
    /** Which workloads use one of the entries. */
    List<Consumer> consumers(ObjectRef secret, Set<String> entries);

    /**
     * Why a workload is not at rest, for people: a rollout is under way, or not all of its pods are ready. Empty when it is.
     *
     * @throws ClusterUnavailableException if nobody answers
     */
    Optional<String> unsettled(ObjectRef workload);

    /**
     * What is broken about a workload, for people: fewer pods are available than it wants, and no rollout explains that. Empty when
     * nothing is, also when it is gone.
     *
     * @throws ClusterUnavailableException if nobody answers
     */
    Optional<String> damage(ObjectRef workload);

    /**
     * Whether it is there.
     *
     * @throws ClusterUnavailableException if nobody answers
     */
    boolean exists(ObjectRef workload);

    /**
     * Whether it has pods that were made, or of which a container has started, within this time: they may have taken what stood in a Secret
     * then. A pod that was made later is none of them.
     *
     * @throws ClusterUnavailableException if its pods cannot be seen
     */
    boolean hasPodsOf(ObjectRef workload, State.Span span);
}
