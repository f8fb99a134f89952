package io.otalite.rotation.restart;

import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Deployments.Stamping.Gone;
import io.otalite.rotation.restart.Deployments.Stamping.NotNow;
import io.otalite.rotation.restart.Deployments.Stamping.Refused;
import io.otalite.rotation.restart.Deployments.Stamping.Stamped;
import io.otalite.rotation.restart.Outcome.Dropped;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.Sight.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes a workload whose turn has come as far as to its restart. Nothing is restarted that would not start, that somebody else is
 * rolling out, or that has the new content already. An earlier content is put back whatever state the workload is in.
 */
final class BeginRestart {
    /** The cluster tells when a pod was made in whole seconds, and by another clock than that of who wrote the Secret. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Claims claims;
    private final Deployments deployments;
    private final World world;
    private final Function<ObjectRef, Optional<Judgement>> judgements;
    private final Clock clock;
    private final RestartObserver observer;

    BeginRestart(
            Claims claims,
            Deployments deployments,
            World world,
            Function<ObjectRef, Optional<Judgement>> judgements,
            Clock clock,
            RestartObserver observer) {
        this.claims = claims;
        this.deployments = deployments;
        this.world = world;
        this.judgements = judgements;
        this.clock = clock;
        this.observer = observer;
    }

    /** A task that waits. */
    void consider(Claimed task, Sight sight) {
        switch (sight) {
            case Sight.Unseen(var _, var reason) -> wait(task, "it cannot be seen: " + reason);
            case Sight.Gone _ -> claims.end(task, new Dropped("it was deleted"));
            case Seen seen -> consider(task, seen);
        }
    }

    private void consider(Claimed task, Seen seen) {
        if (task.nature().reloads()) {
            claims.watch(task, false, "it declares that it takes new content as it runs; it was not restarted");
        } else if (seen.rollout().rotation().equals(task.stamp())) {
            claims.watch(task, true, "its template has the rotation's id already; it was not restarted again");
        } else if (hasNewContent(task, seen)) {
            claims.watch(task, false, "its pods were made after the Secret was written; it was not restarted");
        } else {
            untouched(task, seen);
        }
    }

    private void untouched(Claimed task, Seen seen) {
        var judgement = judgements.apply(task.workload());
        var isReturn = task.nature().takesBack();
        if (!isReturn && (seen.rollout().paused() || seen.rollout().progress().isGoingOn(seen.wanted()))) {
            wait(task, seen.rollout().paused() ? "it is paused" : "somebody else's rollout of it goes on");
        } else if (!isReturn && judgement.isEmpty()) {
            wait(task, "it was not judged yet");
        } else if (!isReturn && judgement.get().verdict() == Verdict.BLOCKED_START) {
            var why = judgement.get().reasons().stream().findFirst().map(Reason::message);
            claims.end(task, new Failed("it would not start, and was not restarted: " + why.orElse("")));
        } else {
            restart(task);
        }
    }

    /** What is begun is on record before anything is changed: whoever finds it so asks first whether it was done. */
    void restart(Claimed task) {
        if (!claims.begin(task)) {
            return;
        }
        if (task.state() == State.WAITING && task.nature().isFirst()) {
            var span = Duration.between(task.changedAt(), clock.instant());
            observer.begun(span.isNegative() ? Duration.ZERO : span);
        }
        switch (deployments.stamp(task.workload(), task.stamp(), () -> claims.begin(task))) {
            case Stamped(var evidence) -> claims.watch(task, true, evidence);
            case Refused(var reason) -> claims.end(task, new Failed(reason));
            case NotNow(var reason) -> claims.later(task, PAUSE, Awaited.of(reason));
            case Gone _ -> claims.end(task, new Dropped("it was deleted"));
        }
    }

    private void wait(Claimed task, String reason) {
        claims.later(task, PAUSE, Awaited.of(reason));
    }

    /** Without pods there is nothing to restart: the next ones get the new content. */
    private boolean hasNewContent(Claimed task, Seen seen) {
        var written = task.changes().stream()
                .flatMap(change -> Stream.concat(Stream.of(change.at()), written(change.secret())))
                .max(Instant::compareTo);
        return written.isPresent()
                && seen.isComplete()
                && seen.pods().stream()
                        .allMatch(pod -> pod.meta()
                                .created()
                                .filter(made -> made.isAfter(written.get().plus(SLACK)))
                                .isPresent());
    }

    /** What was never seen to change may have changed at any time. */
    private Stream<Instant> written(ObjectRef secret) {
        return world.find(secret).orElse(null) instanceof DataObject data
                ? Stream.of(data.changed().orElse(Instant.MIN))
                : Stream.empty();
    }
}
