package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges one workload. A pure function of what is observed: it asks nobody and keeps nothing, so that a set of manifests is judged as a
 * cluster is.
 */
public final class Judge {
    private static final Comparator<Reason> WORST_FIRST = Comparator.comparing(Reason::verdict)
            .reversed()
            .thenComparing(reason -> reason.revision().orElse(""))
            .thenComparing(Reason::path);

    private final World world;
    private final ReferenceRules references;
    private final RunningRules running;

    /** @param warnBefore how long before its end a key is reported */
    public Judge(World world, ImageView images, Duration warnBefore) {
        this.world = world;
        this.references = new ReferenceRules(world, images, warnBefore);
        this.running = new RunningRules(world);
    }

    /**
     * Judges a workload and what its controller keeps to go back to.
     *
     * @param now the moment for which ends of validity are judged
     */
    public Judgement judge(Referrer workload, Instant now) {
        var reasons = new ArrayList<Reason>(references.judge(workload, workload, now));
        reasons.addAll(running.judge(workload));
        for (var revision : rollbackTargets(world, workload)) {
            var number = revision.meta().annotations().getOrDefault(Meta.REVISION, "?");
            references.judge(revision, workload, now).stream()
                    .filter(reason -> reason.verdict() == Verdict.BLOCKED_START || reason.verdict() == Verdict.UNKNOWN)
                    .map(reason -> ofRevision(reason, number))
                    .forEach(reasons::add);
        }
        unseenRevisions(workload).ifPresent(reasons::add);
        reasons.sort(WORST_FIRST);
        var verdict = reasons.isEmpty() ? Verdict.OK : reasons.getFirst().verdict();
        return new Judgement(workload.ref(), workload.role() == Role.SUSPENDED, verdict, reasons, now);
    }

    /** What cannot be seen is not the same as none. */
    private Optional<Reason> unseenRevisions(Referrer workload) {
        var kind = switch (workload.ref().kind()) {
            case Kinds.DEPLOYMENT -> Kinds.REPLICA_SET;
            case Kinds.STATEFUL_SET, Kinds.DAEMON_SET -> Kinds.CONTROLLER_REVISION;
            default -> "";
        };
        var any = new ObjectRef(kind, workload.ref().namespace(), "*");
        return !kind.isEmpty() && world.look(any) instanceof Sighting.Unseen(String why, boolean watched) && watched
                ? Optional.of(new Reason(
                        Verdict.UNKNOWN,
                        Cause.NOT_VISIBLE,
                        Optional.empty(),
                        "",
                        any,
                        Optional.empty(),
                        "nothing is known of what %s could be rolled back to: %s".formatted(workload.ref(), why),
                        Optional.empty(),
                        workload.meta().resourceVersion(),
                        Optional.empty(),
                        Optional.empty()))
                : Optional.empty();
    }

    /** The retained revisions, without the one that is the template in force. */
    public static List<Referrer> rollbackTargets(World world, Referrer workload) {
        var revisions = world.controlledBy(workload).stream()
                .filter(object -> object instanceof Referrer referrer && referrer.role() == Role.REVISION)
                .map(Referrer.class::cast)
                .sorted(Comparator.comparingLong(Judge::revision))
                .toList();
        return !revisions.isEmpty() && revisions.getLast().needsTheSameAs(workload)
                ? revisions.subList(0, revisions.size() - 1)
                : revisions;
    }

    /** The Secrets that a pod presents to registries: its own, or where it names none, those of its service account. */
    public static List<ObjectRef> pullSecrets(World world, Referrer template) {
        return ImageRules.pullSecrets(world, template);
    }

    static long revision(Referrer revision) {
        var number = revision.meta().annotations().getOrDefault(Meta.REVISION, "");
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }

    private static Reason ofRevision(Reason reason, String number) {
        return new Reason(
                reason.verdict() == Verdict.BLOCKED_START ? Verdict.BLOCKED_ROLLBACK : reason.verdict(),
                reason.cause(),
                Optional.of(number),
                reason.path(),
                reason.target(),
                reason.key(),
                "A rollback to revision %s: %s".formatted(number, reason.message()),
                reason.since(),
                reason.evidence(),
                reason.nearest(),
                reason.fix());
    }
}
