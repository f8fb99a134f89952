package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.Destinations.Written;
import io.otalite.rotation.rotations.State.Discarding;
import io.otalite.rotation.rotations.State.Restoring;
import io.otalite.rotation.rotations.State.Reverting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From anywhere before the deletion of the old credential back to where it began. */
final class GoBack {
    private final Destinations destinations;
    private final Restarts restarts;
    private final Holders holders;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    GoBack(
            Destinations destinations,
            Restarts restarts,
            Holders holders,
            RotationEvents events,
            Clock clock,
            Pace pace) {
        this.destinations = destinations;
        this.restarts = restarts;
        this.holders = holders;
        this.events = events;
        this.pace = pace;
        this.clock = clock;
    }

    /** Writes the previous content wherever ours still stands; what somebody else has written since is theirs. */
    Outcome restore(Step step, Restoring state) {
        restarts.cancel(step.rotation().id(), state.reason());
        var told = new ArrayList<String>();
        for (var destination : step.rotation().plan().destinations()) {
            var known = new Contents(destination, step.confidential());
            var found = destinations.read(destination);
            if (found.isEmpty()) {
                told.add("%s is gone, or an entry of it".formatted(destination.secret()));
            } else if (known.isOurs(found.get())) {
                step.fence().check();
                switch (destinations.write(destination, found.get(), known.previous())) {
                    case Written.Done _ -> told.add("%s has its previous content".formatted(destination.secret()));
                    case Written.Overtaken _ -> {
                        return Outcome.look(pace.look());
                    }
                    case Written.Refused(var reason) -> {
                        return Outcome.stuck(
                                pace.look(), "%s cannot be written back: %s".formatted(destination.secret(), reason));
                    }
                }
            } else if (known.isPrevious(found.get())) {
                told.add("%s has its previous content".formatted(destination.secret()));
            } else {
                told.add("%s is left as somebody else has changed it".formatted(destination.secret()));
            }
        }
        return Outcome.to(state.restored(), "The previous content is back", told);
    }

    Outcome revert(Step step, Reverting state) {
        var undo = step.rotation().id() + "-undo" + (state.round() == 0 ? "" : "-" + state.round());
        var touched = touched(step);
        if (touched.isEmpty()) {
            return Outcome.to(state.healthy(), "No workload had taken the new credential");
        }
        for (var destination : step.rotation().plan().destinations()) {
            if (!restarts.isRecorded(undo, destination.secret())) {
                restarts.request(change(step.rotation(), destination, undo), touched);
            }
        }
        var tasks = restarts.tasks(undo);
        var failed = tasks.stream()
                .filter(task -> task.state() == RestartTask.State.FAILED || task.state() == RestartTask.State.CANCELLED)
                .findFirst();
        if (failed.isPresent()) {
            return Outcome.to(
                            state.again(),
                            "A workload is not healthy on its previous credential",
                            List.of("%s: %s"
                                    .formatted(
                                            failed.get().workload(),
                                            failed.get().reason().orElse("was not restarted"))))
                    .after(pace.look().multipliedBy(10));
        }
        return tasks.stream().allMatch(task -> task.state() == RestartTask.State.VERIFIED)
                ? Outcome.to(
                        state.healthy(),
                        "%d workloads are healthy on their previous credential".formatted(tasks.size()))
                : Outcome.look(pace.look());
    }

    private Set<ObjectRef> touched(Step step) {
        return restarts.tasks(step.rotation().id()).stream()
                .filter(Distribute::hasTaken)
                .map(RestartTask::workload)
                .collect(Collectors.toSet());
    }

    private Change change(Rotation rotation, Destination destination, String undo) {
        var subject = rotation.plan().subject();
        return new Change(
                undo,
                destination.secret(),
                new TreeSet<>(destination.entries().keySet()),
                Optional.empty(),
                subject.currentId(),
                Optional.of(subject.account()),
                clock.instant());
    }

    Outcome discard(Step step, Discarding state) {
        var subject = step.rotation().plan().subject();
        var issued = step.confidential().issued().map(Issued::id);
        if (issued.isPresent()) {
            var held = holders.of(subject, issued.get());
            if (!held.isEmpty()) {
                return Outcome.stuck(
                        pace.look(),
                        "the new credential still stands in %s, so it is kept"
                                .formatted(String.join(
                                        ", ",
                                        held.stream()
                                                .map(ObjectRef::toString)
                                                .sorted()
                                                .toList())));
            }
            step.fence().check();
            if (step.issuer().standing(subject, issued.get()) != Standing.GONE) {
                step.issuer().change(subject, issued.get(), Standing.DISABLED);
                step.issuer().change(subject, issued.get(), Standing.GONE);
            }
        } else {
            step.fence().check();
            step.issuer().discard(subject, step.confidential().intent().orElseThrow(), issued);
        }
        var last = Outcome.to(
                state.discarded(),
                state.wasStaged() ? "Everything is as it was before" : "Given up; nothing was written",
                List.of(state.reason(), issued.map(id -> id + " is deleted").orElse("no new credential is left")));
        return last.telling(events.rolledBack(step.rotation(), state.reason(), last.told()));
    }
}
