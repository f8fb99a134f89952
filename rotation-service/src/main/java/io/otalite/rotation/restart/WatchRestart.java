package io.otalite.rotation.restart;

import io.otalite.rotation.credentials.Usage.Silent;
import io.otalite.rotation.credentials.Usage.Unknown;
import io.otalite.rotation.credentials.Usage.Used;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Health.Healthy;
import io.otalite.rotation.restart.Health.Unhealthy;
import io.otalite.rotation.restart.Health.Watching;
import io.otalite.rotation.restart.HealthWatch.Terms;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.Sight.Seen;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        private final HealthWatch health;
        private Instant nextQuestion = Instant.MIN;

        Watched(HealthWatch health) {
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
        var seen = sight.look(task.workload());
        var known = watched.get(task.id());
        if (known == null && seen instanceof Seen first) {
            known = new Watched(watch(task, first));
            watched.put(task.id(), known);
        }
        if (known == null && seen instanceof Sight.Unseen(var _, var reason)) {
            claims.later(task, pace.look(), Awaited.of("it cannot be seen: " + reason));
            return;
        }
        switch (known == null ? new Unhealthy("it was deleted") : known.health.observe(seen)) {
            case Watching(var awaited) -> claims.later(task, pace.look(), Awaited.of(awaited));
            case Unhealthy(var reason) -> end(task, new Failed(reason));
            case Healthy healthy -> healthy(task, known, healthy);
        }
    }

    private HealthWatch watch(Claimed task, Seen seen) {
        var limits = seen.rollout().limits();
        return new HealthWatch(new Terms(
                task.nature().stamped() ? Optional.of(task.rotationId()) : Optional.empty(),
                pace.window(limits, task.nature().isLast()),
                pace.readyWithin(limits),
                pace.longestGap()));
    }

    private void healthy(Claimed task, @Nullable Watched known, Healthy healthy) {
        var evidence = new ArrayList<>(healthy.evidence());
        var hasPods = !healthy.podsSince().equals(Instant.MIN);
        if (known == null || !hasPods || task.nature().takesBack()) {
            end(task, new Verified(evidence));
            return;
        }
        var now = clock.instant();
        var silence = now.isBefore(known.nextQuestion)
                ? Optional.of("its key is not known to be used yet")
                : silence(task, healthy.podsSince(), evidence);
        if (silence.isEmpty()) {
            end(task, new Verified(evidence));
        } else if (!now.isBefore(task.begun().orElse(now).plus(pace.useDeadline()))) {
            end(task, new Failed("it is healthy, but its new key was never used: " + silence.get()));
        } else {
            known.nextQuestion = now.isBefore(known.nextQuestion) ? known.nextQuestion : now.plus(pace.question());
            claims.later(task, pace.idleLook(), new Awaited(silence.get(), true));
        }
    }

    /**
     * Which key is not used, for people; empty when none is known to be silent.
     *
     * @param evidence gets what was found out
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
