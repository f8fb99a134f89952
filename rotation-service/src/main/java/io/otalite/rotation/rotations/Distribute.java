package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.Destinations.Written;
import io.otalite.rotation.rotations.State.Canary;
import io.otalite.rotation.rotations.State.Distributing;
import io.otalite.rotation.rotations.State.Rolling;
import io.otalite.rotation.rotations.State.Staged;
import io.otalite.rotation.rotations.State.Staging;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From a proven credential to one that everything uses. */
final class Distribute {
    private final Destinations destinations;
    private final Restarts restarts;
    private final ConsumersNow consumers;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    Distribute(
            Destinations destinations,
            Restarts restarts,
            ConsumersNow consumers,
            RotationEvents events,
            Pace pace,
            Clock clock) {
        this.destinations = destinations;
        this.restarts = restarts;
        this.consumers = consumers;
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
            switch (destinations.write(
                    destination, found.get(), known.ours(), step.rotation().id())) {
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

    /**
     * Records the restarts, and tells everybody. The event that comes round is no news then: what happens to our own rotation is not for
     * a topic to decide that others may write to.
     */
    Outcome announce(Step step, Staged state) {
        var stopped = foreignHand(step, state);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        for (var destination : step.rotation().plan().destinations()) {
            restarts.request(change(step.rotation(), destination, state));
        }
        return Outcome.to(state.announced(), "KeyRotated is announced")
                .telling(events.rotated(step.rotation(), state.newId(), state.writtenAt()));
    }

    Outcome watchCanary(Step step, Canary state) {
        var tasks = restarts.tasks(step.rotation().id());
        var stopped = foreignHand(step, state).or(() -> failure(step, state, tasks));
        if (stopped.isPresent()) {
            return stopped.get();
        }
        // Who was deleted and made again has been made with the new content.
        var allGone = tasks.stream().allMatch(task -> task.state() == RestartTask.State.GONE);
        if (allGone
                && (!tasks.isEmpty() || consumers.restartable(step.rotation()).isEmpty())) {
            return Outcome.to(
                    state.nobody(clock.instant()), tasks.isEmpty() ? "Nothing uses it" : "All that used it is gone");
        }
        return tasks.stream()
                .filter(task -> task.state() == RestartTask.State.VERIFIED)
                .findFirst()
                .<Outcome>map(task -> Outcome.to(
                        state.healthy(),
                        "%s is healthy on the new credential".formatted(task.workload()),
                        task.evidence()))
                .orElseGet(() -> waiting(step, tasks));
    }

    Outcome watchOthers(Step step, Rolling state) {
        var tasks = restarts.tasks(step.rotation().id());
        var stopped = foreignHand(step, state).or(() -> failure(step, state, tasks));
        if (stopped.isPresent()) {
            return stopped.get();
        }
        var all = tasks.stream()
                .filter(task -> task.state() != RestartTask.State.GONE)
                .toList();
        return all.stream().allMatch(task -> task.state() == RestartTask.State.VERIFIED)
                        && missing(step, tasks).isEmpty()
                ? Outcome.to(
                        state.healthy(clock.instant()),
                        "All %d workloads are healthy on the new credential".formatted(all.size()))
                : waiting(step, tasks);
    }

    private Outcome waiting(Step step, List<RestartTask> tasks) {
        var missing = missing(step, tasks);
        return missing.isEmpty()
                ? Hindered.by(tasks, clock.instant().minus(pace.look()))
                        .<Outcome>map(hindrance -> Outcome.stuck(pace.look(), hindrance))
                        .orElseGet(() -> Outcome.look(pace.look()))
                : Outcome.stuck(
                        pace.look(),
                        "no restart is recorded for %s, which %s it: restart %s by hand, or abort"
                                .formatted(
                                        names(missing),
                                        missing.size() == 1 ? "uses" : "use",
                                        missing.size() == 1 ? "it" : "them"));
    }

    /** Who uses it, is not new, and has no task: that everybody has been seen healthy would be said too early. */
    private Set<ObjectRef> missing(Step step, List<RestartTask> tasks) {
        var known = tasks.stream().map(RestartTask::workload).collect(Collectors.toSet());
        var planned = step.rotation().plan().consumers().stream()
                .map(Consumer::workload)
                .collect(Collectors.toSet());
        return consumers.restartable(step.rotation()).stream()
                .filter(workload -> planned.contains(workload) && !known.contains(workload))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String names(Set<ObjectRef> workloads) {
        return workloads.stream().map(ObjectRef::toString).sorted().collect(Collectors.joining(", "));
    }

    private static Change change(Rotation rotation, Destination destination, Staged state) {
        var subject = rotation.plan().subject();
        return new Change(
                rotation.id(),
                destination.secret(),
                new TreeSet<>(destination.entries().keySet()),
                subject.currentId(),
                Optional.of(state.newId()),
                Optional.of(subject.account()),
                state.writtenAt());
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

    private Optional<Outcome> failure(Step step, Distributing state, List<RestartTask> tasks) {
        return tasks.stream()
                .filter(task -> task.state() == RestartTask.State.FAILED)
                .findFirst()
                .or(() -> tasks.stream()
                        .filter(task -> task.state() == RestartTask.State.CANCELLED)
                        .findFirst())
                .map(task -> broken(
                        step,
                        state,
                        "%s: %s".formatted(task.workload(), task.reason().orElse("was not restarted"))));
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
}
