package io.otalite.rotation.restart;

import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Usage.Silent;
import io.otalite.rotation.credentials.Usage.Unknown;
import io.otalite.rotation.credentials.Usage.Used;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Health.Healthy;
import io.otalite.rotation.restart.Health.Unhealthy;
import io.otalite.rotation.restart.Health.Watching;
import io.otalite.rotation.restart.HealthWatch.Terms;
import io.otalite.rotation.restart.Outcome.Dropped;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.Sight.Gone;
import io.otalite.rotation.restart.Sight.Seen;
import io.otalite.rotation.restart.Sight.Unseen;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches workloads until they are found healthy, on the new key, or not. What was seen is kept in memory: an instance that goes on with
 * the work of another has seen nothing yet.
 */
final class WatchRestart {
    /** More than can be watched at a time; those that other instances went on with are forgotten. */
    private static final int MOST = 1000;

    private final Claims claims;
    private final WorkloadSight sight;
    private final KeyUse use;
    private final RestartPace pace;
    private final Clock clock;

    private final Map<Long, Watched> watched = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Watched> eldest) {
            return size() > MOST;
        }
    });

    private static final class Watched {
        private final String stamp;
        private final HealthWatch health;
        private Instant nextQuestion = Instant.MIN;
        private String awaited = "";

        /** The issuer has said once that a key is not used, so that it can tell. */
        private boolean canTell;

        Watched(String stamp, HealthWatch health) {
            this.stamp = stamp;
            this.health = health;
        }
    }

    WatchRestart(Claims claims, WorkloadSight sight, KeyUse use, RestartPace pace, Clock clock) {
        this.claims = claims;
        this.sight = sight;
        this.use = use;
        this.pace = pace;
        this.clock = clock;
    }

    /** Looks once. */
    void look(Claimed task) {
        switch (sight.look(task.workload())) {
            case Gone _ -> end(task, new Dropped("it was deleted"));
            case Unseen(var _, var reason) -> {
                Optional.ofNullable(watched.get(task.id())).ifPresent(known -> known.health.forget());
                claims.later(task, pace.look(), Awaited.of("it cannot be seen: " + reason));
            }
            case Seen seen -> look(task, watched(task, seen), seen);
        }
    }

    private Watched watched(Claimed task, Seen seen) {
        return watched.compute(
                task.id(),
                (_, known) -> known != null && known.stamp.equals(task.stamp())
                        ? known
                        : new Watched(task.stamp(), watch(task, seen)));
    }

    private HealthWatch watch(Claimed task, Seen seen) {
        var limits = seen.rollout().limits();
        return new HealthWatch(new Terms(
                task.nature().stamped() ? Optional.of(task.stamp()) : Optional.empty(),
                pace.window(limits, task.nature().isLast()),
                pace.readyWithin(limits),
                pace.longestGap()));
    }

    private void look(Claimed task, Watched known, Seen seen) {
        switch (known.health.observe(seen)) {
            case Watching(var awaited) -> claims.later(task, pace.look(), Awaited.of(awaited));
            case Unhealthy(var reason) -> end(task, new Failed(reason));
            case Healthy healthy -> healthy(task, known, healthy);
        }
    }

    private void healthy(Claimed task, Watched known, Healthy healthy) {
        var hasPods = !healthy.podsSince().equals(Instant.MIN);
        var now = clock.instant();
        if (!hasPods || task.nature().takesBack()) {
            end(task, new Verified(healthy.evidence()));
        } else if (now.isBefore(known.nextQuestion)) {
            claims.later(task, pace.idleLook(), new Awaited(known.awaited, true));
        } else {
            known.nextQuestion = now.plus(pace.question());
            ask(task, known, healthy);
        }
    }

    /**
     * A moment without an answer is no answer. Who gave none until the end cannot tell; but who has told once that the key is not used can,
     * so that it has failed then.
     */
    private void ask(Claimed task, Watched known, Healthy healthy) {
        var evidence = new ArrayList<>(healthy.evidence());
        Optional<String> silence;
        try {
            silence = silence(task, healthy.podsSince(), evidence);
            known.canTell |= silence.isPresent();
        } catch (IssuerUnavailableException away) {
            silence = Optional.of("nobody answers whether its new key is used: " + away.getMessage());
        }
        var isOver = !clock.instant().isBefore(task.begun().orElseThrow().plus(pace.useDeadline()));
        if (silence.isEmpty()) {
            end(task, new Verified(evidence));
        } else if (isOver && known.canTell) {
            end(task, new Failed("it is healthy, but its new key was never used: " + silence.get()));
        } else if (isOver) {
            evidence.add("use of the new key unknown: " + silence.get());
            end(task, new Verified(evidence));
        } else {
            known.awaited = silence.get();
            claims.later(task, pace.idleLook(), new Awaited(known.awaited, true));
        }
    }

    /**
     * Which key is not used, for people; empty when none is known to be silent.
     *
     * @param evidence gets what was found out
     * @throws IssuerUnavailableException if an issuer does not answer
     */
    private Optional<String> silence(Claimed task, Instant podsSince, List<String> evidence) {
        for (var change : task.changes()) {
            var since = task.nature().reloads() ? change.at() : podsSince;
            var key = change.newKeyId().orElse("");
            switch (key.isEmpty() ? new Unknown("the change names no key") : use.since(change, since)) {
                case Used(var last)
                when !last.isBefore(since) -> evidence.add("the new key %s was used at %s".formatted(key, last));
                case Used(var last) -> {
                    return Optional.of(
                            "the new key %s was last used at %s, before the pods were made".formatted(key, last));
                }
                case Silent(var until) -> {
                    return Optional.of("the new key %s was not used until %s".formatted(key, until));
                }
                case Unknown(var reason) -> evidence.add("use of the new key unknown: " + reason);
            }
        }
        return Optional.empty();
    }

    private void end(Claimed task, Outcome outcome) {
        claims.end(task, outcome);
        watched.remove(task.id());
    }
}
