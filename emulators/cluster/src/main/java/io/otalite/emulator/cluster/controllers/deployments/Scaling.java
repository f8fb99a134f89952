package io.otalite.emulator.cluster.controllers.deployments;

import java.util.Comparator;
import java.util.List;

/** A Deployment got another size: its ReplicaSets share the difference by their present sizes. */
final class Scaling {
    private final ReplicaSetControl control;

    Scaling(ReplicaSetControl control) {
        this.control = control;
    }

    /** Whether the size was changed since its ReplicaSets were last scaled. */
    static boolean isDue(Deployment deployment, Revisions revisions) {
        return revisions.active().stream()
                .anyMatch(set -> set.desired().isPresent() && set.desired().getAsInt() != deployment.replicas());
    }

    void apply(Deployment deployment, Revisions revisions) {
        var active = revisions.active();
        if (active.size() <= 1) {
            var only = active.stream()
                    .findFirst()
                    .or(revisions::current)
                    .or(() -> revisions.old().stream().max(ReplicaSet.OLDEST_FIRST));
            only.ifPresent(set -> control.scale(deployment, set, deployment.replicas()));
        } else if (isSaturated(deployment, revisions)) {
            revisions.old().stream().filter(set -> set.wanted() > 0).forEach(set -> control.scale(deployment, set, 0));
        } else if (deployment.isRolling()) {
            share(deployment, active);
        }
    }

    private static boolean isSaturated(Deployment deployment, Revisions revisions) {
        return revisions.current().stream()
                .anyMatch(set -> set.wanted() == deployment.replicas()
                        && set.desired().orElse(-1) == deployment.replicas()
                        && set.available() == deployment.replicas());
    }

    private void share(Deployment deployment, List<ReplicaSet> active) {
        var allowed = deployment.replicas() > 0 ? deployment.replicas() + deployment.maxSurge() : 0;
        var difference = allowed - ReplicaSet.sum(active, ReplicaSet::wanted);
        // What is left by rounding goes to the largest; of equals to the newest when growing, the oldest when
        // shrinking.
        var bySize = Comparator.comparingInt(ReplicaSet::wanted).reversed();
        var order = difference > 0 ? ReplicaSet.OLDEST_FIRST.reversed() : ReplicaSet.OLDEST_FIRST;
        var sorted = active.stream().sorted(bySize.thenComparing(order)).toList();
        var sizes = new int[sorted.size()];
        var added = 0;
        for (var i = 0; i < sizes.length; i++) {
            var part = part(deployment, sorted.get(i), difference, added);
            sizes[i] = sorted.get(i).wanted() + part;
            added += part;
        }
        sizes[0] = Math.max(0, sizes[0] + difference - added);
        for (var i = 0; i < sizes.length; i++) {
            control.scale(deployment, sorted.get(i), sizes[i]);
        }
    }

    private static int part(Deployment deployment, ReplicaSet set, int difference, int added) {
        var left = difference - added;
        if (left == 0) {
            return 0;
        }
        var max = set.max().orElse(deployment.status().path("replicas").asInt());
        if (max == 0) {
            return 0;
        }
        var target = (double) set.wanted() * (deployment.replicas() + deployment.maxSurge()) / max;
        var part = (int) Math.round(target) - set.wanted();
        return difference > 0 ? Math.min(part, left) : Math.max(part, left);
    }
}
