package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.Destinations.Written;
import io.otalite.rotation.rotations.State.Discarding;
import io.otalite.rotation.rotations.State.Restoring;
import io.otalite.rotation.rotations.State.Reverting;
import io.otalite.rotation.rotations.State.Span;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * From anywhere before the deletion of the old credential back to where it began. The new credential goes last, and only when the old one
 * is known to be good and nothing is left that took the new one.
 */
final class GoBack {
    /** Restarts of what is not healthy on its previous content, before a person has to look at it. */
    private static final int MOST_ROUNDS = 3;

    /** What is restarted after that is told from what started by itself just before: Kubernetes tells times in whole seconds. */
    private static final Duration UNTIL_TOLD_APART = Duration.ofSeconds(3);

    private final Destinations destinations;
    private final Restarts restarts;
    private final Workloads workloads;
    private final ConsumersNow consumers;
    private final Holders holders;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    GoBack(Steps.Surroundings around, RotationEvents events, Pace pace, Clock clock) {
        this.destinations = around.destinations();
        this.restarts = around.restarts();
        this.workloads = around.workloads();
        this.consumers = new ConsumersNow(around.workloads());
        this.holders = around.holders();
        this.events = events;
        this.pace = pace;
        this.clock = clock;
    }

    /** Writes the previous content wherever ours still stands; what somebody else has written since is theirs. */
    Outcome restore(Step step, Restoring state) {
        restarts.cancel(step.rotation().id(), state.reason());
        var early = tooEarly(step, state);
        if (early.isPresent()) {
            return early.get();
        }
        var dead = deadOld(step);
        if (dead.isPresent()) {
            return Outcome.to(state.noWayBack(dead.get()), "Stopped", List.of(dead.get()))
                    .telling(events.failed(step.rotation(), state.reason()));
        }
        var told = new ArrayList<String>();
        for (var destination : step.rotation().plan().destinations()) {
            var stopped = restore(step, destination, told);
            if (stopped.isPresent()) {
                return stopped.get();
            }
        }
        return Outcome.to(state.restored(clock.instant()), "The previous content is back", told);
    }

    /**
     * A destination that holds the previous content is written all the same: that moves its version, and a write of ours that is still
     * on its way from an earlier attempt comes too late.
     */
    private Optional<Outcome> restore(Step step, Destination destination, List<String> told) {
        var known = new Contents(destination, step.confidential());
        var found = destinations.read(destination);
        if (found.isEmpty()) {
            told.add("%s is gone, or an entry of it".formatted(destination.secret()));
            return Optional.empty();
        }
        if (!known.isOurs(found.get()) && !known.isPrevious(found.get())) {
            told.add("%s is left as somebody else has changed it".formatted(destination.secret()));
            return Optional.empty();
        }
        step.fence().check();
        return switch (destinations.write(destination, found.get(), known.previous(), undo(step, 0))) {
            case Written.Done _ -> {
                told.add("%s has its previous content".formatted(destination.secret()));
                yield Optional.empty();
            }
            case Written.Overtaken _ -> Optional.of(Outcome.look(pace.look()));
            case Written.Refused _
            when known.isPrevious(found.get()) -> {
                told.add("%s was not changed".formatted(destination.secret()));
                yield Optional.empty();
            }
            case Written.Refused(var reason) ->
                Optional.of(Outcome.stuck(
                        pace.look(), "%s cannot be written back: %s".formatted(destination.secret(), reason)));
        };
    }

    /** What was enabled a moment ago is shown as disabled, and refused, until its issuer has spread it. */
    private Optional<Outcome> tooEarly(Step step, Restoring state) {
        var now = clock.instant();
        if (state.enabledAt()
                .filter(enabled -> now.isBefore(enabled.plus(pace.provenWithin())))
                .isEmpty()) {
            return Optional.empty();
        }
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        return switch (step.issuer().standing(subject, old)) {
            case GONE -> Optional.empty();
            case DISABLED ->
                Optional.of(Outcome.stuck(
                        pace.look(),
                        "the old credential %s was enabled, and its issuer does not show that yet".formatted(old)));
            case ENABLED ->
                step.issuer().prove(subject, previous(step, old)) instanceof Proof.NotYet(var reason)
                        ? Optional.of(Outcome.stuck(
                                pace.look(), "the old credential %s is not accepted yet: %s".formatted(old, reason)))
                        : Optional.empty();
        };
    }

    private static Issued previous(Step step, String id) {
        var parts = new HashMap<String, Bytes>();
        for (var destination : step.rotation().plan().destinations()) {
            new Contents(destination, step.confidential())
                    .previous()
                    .forEach((entry, content) -> parts.put(destination.entries().getOrDefault(entry, ""), content));
        }
        return new Issued(id, parts);
    }

    /** Why the old credential cannot be gone back to. */
    private static Optional<String> deadOld(Step step) {
        var subject = step.rotation().plan().subject();
        return subject.currentId().flatMap(old -> {
            var standing = step.issuer().standing(subject, old);
            return standing == Standing.ENABLED
                    ? Optional.empty()
                    : Optional.of("the old credential %s is %s"
                            .formatted(old, standing == Standing.GONE ? "deleted" : "disabled"));
        });
    }

    Outcome revert(Step step, Reverting state) {
        var early = Duration.between(clock.instant(), state.exposed().until().plus(UNTIL_TOLD_APART));
        if (early.isPositive()) {
            return Outcome.look(early);
        }
        var touched = touched(step, state.exposed());
        var left = left(step, state, touched);
        if (left.isEmpty()) {
            return Outcome.to(
                    state.healthy(clock.instant()),
                    touched.isEmpty()
                            ? "No workload had taken the new credential"
                            : "%d workloads are healthy on their previous credential".formatted(touched.size()));
        }
        var undo = undo(step, state.round());
        for (var destination : step.rotation().plan().destinations()) {
            if (!restarts.isRecorded(undo, destination.secret())) {
                restarts.request(change(step.rotation(), destination, undo, state.exposed()), left);
            }
        }
        var tasks = restarts.tasks(undo);
        if (tasks.stream().allMatch(task -> task.state().isOver())) {
            return ended(state, tasks, left);
        }
        return Hindered.by(tasks, clock.instant().minus(pace.look()))
                .<Outcome>map(hindrance -> Outcome.stuck(pace.look(), hindrance))
                .orElseGet(() -> Outcome.look(pace.look()));
    }

    /** All restarts of a round are over, and something is still not healthy. */
    private Outcome ended(Reverting state, List<RestartTask> tasks, Set<ObjectRef> left) {
        var why = tasks.stream()
                .filter(task -> left.contains(task.workload()))
                .map(task -> "%s: %s".formatted(task.workload(), task.reason().orElse("was not restarted")))
                .toList();
        return state.round() + 1 < MOST_ROUNDS
                ? Outcome.to(state.again(), "Not everything is healthy on its previous credential", why)
                        .after(pace.look().multipliedBy(10L << state.round()))
                : Outcome.stuck(
                        pace.look(),
                        "%s cannot be brought back to health: %s"
                                .formatted(Distribute.names(left), String.join("; ", why)));
    }

    /** Who took the new content, and was not seen healthy since: in no round, and after the last one not now either. */
    private Set<ObjectRef> left(Step step, Reverting state, Set<ObjectRef> touched) {
        var left = new TreeSet<>(touched);
        for (var round = 0; round <= state.round(); round++) {
            restarts.tasks(undo(step, round)).stream()
                    .filter(task -> task.state() == RestartTask.State.VERIFIED)
                    .map(RestartTask::workload)
                    .forEach(left::remove);
        }
        left.retainAll(consumersOrTasks(step));
        if (state.round() + 1 == MOST_ROUNDS) {
            left.removeIf(workload ->
                    workloads.unsettled(workload).isEmpty() && !workloads.hasPodsOf(workload, state.exposed()));
        }
        return left;
    }

    /** A workload that is gone needs nothing any more. */
    private Set<ObjectRef> consumersOrTasks(Step step) {
        var present = new HashSet<>(consumers.restartable(step.rotation()));
        restarts.tasks(step.rotation().id()).stream()
                .map(RestartTask::workload)
                .filter(workload -> workloads.exists(workload))
                .forEach(present::add);
        return present;
    }

    private Set<ObjectRef> touched(Step step, Span exposed) {
        var touched = restarts.tasks(step.rotation().id()).stream()
                .filter(RestartTask::begun)
                .map(RestartTask::workload)
                .collect(Collectors.toCollection(TreeSet::new));
        touched.addAll(consumers.reloading(step.rotation()));
        consumers.restartable(step.rotation()).stream()
                .filter(workload -> workloads.hasPodsOf(workload, exposed))
                .forEach(touched::add);
        return touched;
    }

    private static String undo(Step step, int round) {
        return step.rotation().id() + Change.UNDO + (round == 0 ? "" : "-" + round);
    }

    private static Change change(Rotation rotation, Destination destination, String undo, Span exposed) {
        var subject = rotation.plan().subject();
        return new Change(
                undo,
                destination.secret(),
                new TreeSet<>(destination.entries().keySet()),
                Optional.empty(),
                subject.currentId(),
                Optional.of(subject.account()),
                exposed.until());
    }

    Outcome discard(Step step, Discarding state) {
        var issued = step.confidential().issued().map(Issued::id);
        var needed = state.exposed().flatMap(exposed -> stillNeeded(step, issued.orElseThrow(), state, exposed));
        if (needed.isPresent()) {
            return needed.get();
        }
        var subject = step.rotation().plan().subject();
        if (issued.isPresent() && step.issuer().standing(subject, issued.get()) == Standing.ENABLED) {
            step.fence().check();
            step.issuer().change(subject, issued.get(), Standing.DISABLED);
        }
        step.fence().check();
        step.issuer().discard(subject, step.confidential().intent().orElseThrow(), issued);
        return discarded(step, state, issued);
    }

    private Outcome discarded(Step step, Discarding state, Optional<String> issued) {
        var evidence =
                List.of(state.reason(), issued.map(id -> id + " is deleted").orElse("no new credential is known"));
        if (step.rotation().plan().compromised()) {
            return Outcome.to(
                            state.discardedAfterRevoking(),
                            "Stopped; the old credential is in wrong hands and stays disabled",
                            evidence)
                    .telling(events.failed(step.rotation(), state.reason()));
        }
        var last = Outcome.to(
                state.discarded(),
                state.exposed().isPresent() ? "Everything is as it was before" : "Given up; nothing was written",
                evidence);
        return last.telling(events.rolledBack(step.rotation(), state.reason(), last.told()));
    }

    /** Whether anything may still use the new credential, or could use no other. */
    private Optional<Outcome> stillNeeded(Step step, String id, Discarding state, Span exposed) {
        var subject = step.rotation().plan().subject();
        var held = Held.of(holders, step, id).having();
        if (!held.isEmpty()) {
            return kept("it still stands in " + Distribute.names(held));
        }
        var dead = deadOld(step);
        if (dead.isPresent()) {
            return kept(dead.get());
        }
        var late = consumers.restartable(step.rotation()).stream()
                .filter(workload -> workloads.hasPodsOf(workload, exposed))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!late.isEmpty()) {
            return kept("%s has pods that were made, or started a container, while it was in its place: restart it"
                    .formatted(Distribute.names(late)));
        }
        // Until everything was restarted, some have used it.
        var since = state.quietSince().orElse(exposed.until());
        return switch (step.issuer().usage(subject, id, since)) {
            case Usage.Used(var last) ->
                Optional.of(new Outcome.Seen(
                        state.used(last),
                        pace.look(),
                        Optional.of("the new credential is kept: it was used at " + last)));
            case Usage.Silent(var until) when until.isBefore(since) -> Optional.of(Outcome.look(pace.look()));
            case Usage.Silent _, Usage.Unknown _ -> Optional.empty();
        };
    }

    private Optional<Outcome> kept(String why) {
        return Optional.of(Outcome.stuck(pace.look(), "the new credential is kept: " + why));
    }
}
