package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.Quota;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the pods that run tell about the next ones. */
final class RunningRules {
    /** A pod and the Secret that it was made with may bear times that differ by as much. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final World world;

    RunningRules(World world) {
        this.world = world;
    }

    List<Reason> judge(Referrer workload) {
        var reasons = new ArrayList<Reason>();
        if (workload.role() == Role.WORKLOAD) {
            stale(workload, reasons);
            quota(workload, reasons);
        }
        return reasons;
    }

    /** The pods of the template in force; those of older revisions are on their way out. */
    static List<Pod> pods(World world, Referrer workload) {
        var newest = world.controlledBy(workload).stream()
                .filter(object -> object.ref().kind().equals(Kinds.REPLICA_SET))
                .map(Referrer.class::cast)
                .max(Comparator.comparingLong(Judge::revision));
        Observed controller = newest.isPresent() ? newest.get() : workload;
        return world.controlledBy(controller).stream()
                .filter(Pod.class::isInstance)
                .map(Pod.class::cast)
                .toList();
    }

    private void stale(Referrer workload, List<Reason> reasons) {
        if (workload.template().copied().isEmpty()) {
            return;
        }
        var oldest = pods(world, workload).stream()
                .map(Pod::started)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        if (oldest.isEmpty()) {
            return;
        }
        for (var target : workload.template().copied()) {
            if (world.find(target).orElse(null) instanceof DataObject data
                    && data.changed()
                            .filter(change -> change.isAfter(oldest.get().plus(SLACK)))
                            .isPresent()) {
                reasons.add(stale(workload, data));
            }
        }
    }

    private static Reason stale(Referrer workload, DataObject data) {
        return new Reason(
                Verdict.STALE,
                Cause.VALUE_STALE,
                Optional.empty(),
                path(workload, data),
                data.ref(),
                Optional.empty(),
                "%s was written after pods of %s started, and they go on with the value of before"
                        .formatted(data.ref(), workload.ref()),
                data.changed(),
                data.meta().resourceVersion(),
                Optional.empty(),
                Optional.of(new Fix.Advice("kubectl -n %s rollout restart %s %s"
                        .formatted(
                                workload.ref().namespace(),
                                Kinds.onCommandLine(workload.ref().kind()),
                                workload.ref().name()))));
    }

    private static String path(Referrer workload, DataObject data) {
        return workload.references().stream()
                .filter(reference -> reference.target().equals(data.ref()))
                .map(Reference::path)
                .findFirst()
                .orElse("");
    }

    private void quota(Referrer workload, List<Reason> reasons) {
        for (var name : world.names(Kinds.RESOURCE_QUOTA, workload.ref().namespace())) {
            if (workload.surge() > 0
                    && world.find(name).orElse(null) instanceof Quota quota
                    && quota.podsLeft() < workload.surge()) {
                reasons.add(new Reason(
                        Verdict.AT_RISK,
                        Cause.QUOTA_EXHAUSTED,
                        Optional.empty(),
                        "",
                        quota.ref(),
                        Optional.empty(),
                        "%s leaves room for %d more pods, and a rollout makes up to %d"
                                .formatted(quota.ref(), quota.podsLeft(), workload.surge()),
                        Optional.empty(),
                        quota.meta().resourceVersion(),
                        Optional.empty(),
                        Optional.of(new Fix.Advice("kubectl -n %s edit resourcequota %s"
                                .formatted(quota.ref().namespace(), quota.ref().name())))));
            }
        }
    }
}
