package io.otalite.rotation.rotations;

import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.Destinations.Written;
import io.otalite.rotation.rotations.State.Canary;
import io.otalite.rotation.rotations.State.Distributing;
import io.otalite.rotation.rotations.State.Rolling;
import io.otalite.rotation.rotations.State.Staged;
import io.otalite.rotation.rotations.State.Staging;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** From a proven credential to one that everything uses. */
final class Distribute {
    private final Destinations destinations;
    private final Restarts restarts;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    Distribute(Destinations destinations, Restarts restarts, RotationEvents events, Pace pace, Clock clock) {
        this.destinations = destinations;
        this.restarts = restarts;
        this.events = events;
        this.pace = pace;
        this.clock = clock;
    }

    /** Writes all destinations; those that hold the new content already were written before a crash. */
    Outcome write(Step step, Staging state) {
        for (var destination : step.rotation().plan().destinations()) {
            var known = new Contents(destination, step.confidential());
            var found = destinations.read(destination);
            if (found.isPresent() && known.isOurs(found.get())) {
                continue;
            }
            if (found.isEmpty() || !known.isPrevious(found.get())) {
                return broken(step, state, "somebody else has changed %s meanwhile".formatted(destination.secret()));
            }
            step.fence().check();
            switch (destinations.write(destination, found.get(), known.ours())) {
                case Written.Done _ -> {}
                case Written.Overtaken _ -> {
                    return Outcome.look(pace.look());
                }
                case Written.Refused(var reason) -> {
                    return broken(step, state, "%s cannot be written: %s".formatted(destination.secret(), reason));
                }
            }
        }
        var written = step.rotation().plan().destinations().stream()
                .map(destination -> "%s: %s"
                        .formatted(
                                destination.secret(),
                                String.join(", ", destination.entries().keySet())))
                .toList();
        return Outcome.to(state.written(clock.instant()), "The new credential is in its place", written);
    }

    Outcome announce(Step step, Staged state) {
        return Outcome.to(state.announced(clock.instant()), "KeyRotated is announced")
                .telling(events.rotated(step.rotation(), state.newId(), state.at()));
    }

    Outcome watchCanary(Step step, Canary state) {
        var stopped = foreignHand(step, state);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        if (!recorded(step, state)) {
            return Outcome.look(pace.look());
        }
        var tasks = restarts.tasks(step.rotation().id());
        var failure = failure(tasks);
        if (failure.isPresent()) {
            return broken(step, state, failure.get());
        }
        if (tasks.isEmpty()) {
            return Outcome.to(state.nobody(clock.instant()), "Nothing uses it");
        }
        return tasks.stream()
                .filter(task -> task.state() == RestartTask.State.VERIFIED)
                .findFirst()
                .<Outcome>map(task -> Outcome.to(
                        state.healthy(),
                        "%s is healthy on the new credential".formatted(task.workload()),
                        task.evidence()))
                .orElseGet(() -> Outcome.look(pace.look()));
    }

    Outcome watchOthers(Step step, Rolling state) {
        var stopped = foreignHand(step, state);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        var tasks = restarts.tasks(step.rotation().id());
        var failure = failure(tasks);
        if (failure.isPresent()) {
            return broken(step, state, failure.get());
        }
        return tasks.stream().allMatch(task -> task.state() == RestartTask.State.VERIFIED)
                ? Outcome.to(
                        state.healthy(clock.instant()),
                        "All %d workloads are healthy on the new credential".formatted(tasks.size()))
                : Outcome.look(pace.look());
    }

    /** Whether the restarts are recorded: by the event that comes round through Kafka, or after a while without it. */
    private boolean recorded(Step step, Canary state) {
        var late = clock.instant().isAfter(state.announcedAt().plus(pace.comeRound()));
        var all = true;
        for (var destination : step.rotation().plan().destinations()) {
            if (!restarts.isRecorded(step.rotation().id(), destination.secret())) {
                if (late) {
                    restarts.request(change(step.rotation(), destination, state.newId(), state.at()));
                } else {
                    all = false;
                }
            }
        }
        return all;
    }

    private static Change change(Rotation rotation, Destination destination, String newId, Instant at) {
        var subject = rotation.plan().subject();
        return new Change(
                rotation.id(),
                destination.secret(),
                new TreeSet<>(destination.entries().keySet()),
                subject.currentId(),
                Optional.of(newId),
                Optional.of(subject.account()),
                at);
    }

    /** Somebody else writes to a destination while workloads are restarted on it: that is not what they were to be restarted on. */
    private Optional<Outcome> foreignHand(Step step, Distributing state) {
        for (var destination : step.rotation().plan().destinations()) {
            var found = destinations.read(destination);
            if (found.isEmpty() || !new Contents(destination, step.confidential()).isOurs(found.get())) {
                return Optional.of(
                        broken(step, state, "somebody else has changed %s meanwhile".formatted(destination.secret())));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> failure(List<RestartTask> tasks) {
        return tasks.stream()
                .filter(task -> task.state() == RestartTask.State.FAILED)
                .findFirst()
                .or(() -> tasks.stream()
                        .filter(task -> task.state() == RestartTask.State.CANCELLED)
                        .findFirst())
                .map(task -> "%s: %s".formatted(task.workload(), task.reason().orElse("was not restarted")));
    }

    private Outcome broken(Step step, Distributing state, String reason) {
        if (step.rotation().plan().compromised()) {
            return Outcome.to(
                            state.fail(reason),
                            "Stopped; the old credential is in wrong hands and is not put back",
                            List.of(reason))
                    .telling(events.failed(step.rotation(), reason));
        }
        return Outcome.to(state.restore(reason), "Going back", List.of(reason));
    }

    /** What has begun to use the new content. */
    static boolean hasTaken(RestartTask task) {
        return switch (task.state()) {
            case WAITING -> false;
            case CANCELLED -> !task.evidence().isEmpty();
            case RESTARTING, WATCHING, VERIFIED, FAILED -> true;
        };
    }
}
