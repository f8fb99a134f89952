package io.otalite.emulator.cluster.controllers.deployments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ReplicaSets of a Deployment.
 *
 * @param current the one with the present template; empty when it is still to be made
 * @param old the others, the oldest first
 */
record Revisions(Optional<ReplicaSet> current, List<ReplicaSet> old) {
    Revisions {
        old = List.copyOf(old);
    }

    List<ReplicaSet> all() {
        return Stream.concat(old.stream(), current.stream()).toList();
    }

    /** Those that shall have pods. */
    List<ReplicaSet> active() {
        return all().stream().filter(set -> set.wanted() > 0).toList();
    }

    long newestOldRevision() {
        return old.stream().mapToLong(ReplicaSet::revision).max().orElse(0);
    }
}
