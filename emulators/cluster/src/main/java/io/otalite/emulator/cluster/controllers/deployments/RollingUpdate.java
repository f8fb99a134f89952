package io.otalite.emulator.cluster.controllers.deployments;

import java.util.Optional;

/**
 * Moves pods from the old ReplicaSets to the current one: never more than the surge allows, never fewer available ones than
 * {@code maxUnavailable} allows; old pods that are not available go first.
 */
final class RollingUpdate {
    private final ReplicaSetControl control;

    RollingUpdate(ReplicaSetControl control) {
        this.control = control;
    }

    /** One step; the next one follows when the ReplicaSets have answered. */
    void step(Deployment deployment, Revisions revisions) {
        var current = revisions.current();
        if (current.isPresent() && grow(deployment, current.get(), revisions)) {
            return;
        }
        shrink(deployment, revisions);
    }

    /** How large the current set may be now. */
    static int sizeOfCurrent(Deployment deployment, Optional<ReplicaSet> current, Revisions revisions) {
        var present = current.map(ReplicaSet::wanted).orElse(0);
        if (!deployment.isRolling()) {
            return deployment.replicas();
        }
        var room = deployment.replicas() + deployment.maxSurge() - ReplicaSet.sum(revisions.all(), ReplicaSet::wanted);
        return room <= 0 ? present : present + Math.min(room, deployment.replicas() - present);
    }

    private boolean grow(Deployment deployment, ReplicaSet current, Revisions revisions) {
        if (current.wanted() == deployment.replicas()) {
            return false;
        }
        var size = current.wanted() > deployment.replicas()
                ? deployment.replicas()
                : sizeOfCurrent(deployment, Optional.of(current), revisions);
        return control.scale(deployment, current, size);
    }

    private void shrink(Deployment deployment, Revisions revisions) {
        var pods = ReplicaSet.sum(revisions.all(), ReplicaSet::wanted);
        var minAvailable = deployment.replicas() - deployment.maxUnavailable();
        var unavailableNew =
                revisions.current().map(set -> set.wanted() - set.available()).orElse(0);
        var spare = pods - minAvailable - unavailableNew;
        if (spare > 0 && ReplicaSet.sum(revisions.old(), ReplicaSet::wanted) > 0) {
            removeUnhealthy(deployment, revisions, spare);
            removeHealthy(deployment, control.again(revisions), minAvailable);
        }
    }

    private void removeUnhealthy(Deployment deployment, Revisions revisions, int spare) {
        var left = spare;
        for (var set : revisions.old()) {
            var down = Math.min(left, set.wanted() - set.available());
            if (set.wanted() > 0 && down > 0) {
                control.scale(deployment, set, set.wanted() - down);
                left -= down;
            }
        }
    }

    private void removeHealthy(Deployment deployment, Revisions revisions, int minAvailable) {
        var left = ReplicaSet.sum(revisions.all(), ReplicaSet::available) - minAvailable;
        for (var set : revisions.old()) {
            var down = Math.min(left, set.wanted());
            if (down > 0) {
                control.scale(deployment, set, set.wanted() - down);
                left -= down;
            }
        }
    }
}
