package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.State.Deleting;
import io.otalite.rotation.rotations.State.Disabling;
import io.otalite.rotation.rotations.State.Draining;
import io.otalite.rotation.rotations.State.Enabling;
import io.otalite.rotation.rotations.State.Quarantined;
import io.otalite.rotation.rotations.State.Settled;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From an old credential that nothing should need any more to none. Unknown is never read as unused. */
final class Retire {
    private final Holders holders;
    private final Workloads workloads;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    Retire(Holders holders, Workloads workloads, RotationEvents events, Pace pace, Clock clock) {
        this.holders = holders;
        this.workloads = workloads;
        this.events = events;
        this.pace = pace;
        this.clock = clock;
    }

    Outcome settle(Step step, Settled state) {
        var plan = step.rotation().plan();
        if (plan.subject().currentId().isEmpty()) {
            return done(
                    step,
                    state.newId(),
                    Outcome.to(state.nothingToRetire(), "The old credential has no name that could be taken back"));
        }
        var held = heldOld(step);
        if (held.isPresent()) {
            return held.get();
        }
        return plan.compromised()
                ? Outcome.to(state.revokedAlready(), "Nothing that is known holds the old credential any more")
                : Outcome.to(state.unheld(clock.instant()), "Nothing that is known holds the old credential any more");
    }

    Outcome drain(Step step, Draining state) {
        var held = heldOld(step);
        if (held.isPresent()) {
            return held.get();
        }
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        return switch (step.issuer().usage(subject, old, state.quietSince())) {
            case Usage.Used(var last) when last.isAfter(state.quietSince()) -> stillUsed(state, last);
            case Usage.Used _ -> Outcome.look(pace.look());
            case Usage.Silent(var until) -> silent(step, state, until);
            case Usage.Unknown(var reason) -> unknown(step, state, reason);
        };
    }

    private Outcome stillUsed(Draining state, Instant last) {
        return new Outcome.Next(
                state.used(last),
                Optional.empty(),
                List.of(
                        "The old credential is still in use",
                        "last at " + last,
                        "everything that is known here holds the new one: look for a copy elsewhere"),
                List.of(),
                pace.look());
    }

    private Outcome silent(Step step, Draining state, Instant until) {
        if (until.isBefore(state.quietSince().plus(pace.drain()))) {
            return Outcome.look(pace.look());
        }
        var unused = newUnused(step, state);
        return unused.isPresent()
                ? unused.get()
                : Outcome.to(
                        state.silent(),
                        "The old credential is silent",
                        List.of("no use from %s to %s".formatted(state.quietSince(), until)));
    }

    /** Silence counts only where somebody speaks: when nothing at all is in use, nothing has been shown. */
    private Optional<Outcome> newUnused(Step step, Draining state) {
        if (step.rotation().plan().consumers().isEmpty()) {
            return Optional.empty();
        }
        return switch (step.issuer().usage(step.rotation().plan().subject(), state.newId(), state.stagedAt())) {
            case Usage.Used _ -> Optional.empty();
            case Usage.Silent _ ->
                Optional.of(Outcome.stuck(
                        pace.look(),
                        "the new credential has not been used yet, so silence of the old one proves nothing"));
            case Usage.Unknown(var reason) -> Optional.of(unknown(step, state, reason));
        };
    }

    private Outcome unknown(Step step, Draining state, String reason) {
        var order = step.rotation().retire();
        if (order.isPresent() && !clock.instant().isBefore(state.since().plus(pace.drain()))) {
            return Outcome.to(
                    state.silent(),
                    "Retired without proof, as %s asked".formatted(order.get().by()),
                    List.of(order.get().reason(), "whether it is in use is unknown: " + reason));
        }
        return Outcome.stuck(
                pace.look(),
                "whether the old credential is in use is unknown, so it stays: %s (who knows that it is not can order to retire it)"
                        .formatted(reason));
    }

    Outcome disable(Step step, Disabling state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        step.fence().check();
        if (step.issuer().standing(subject, old) == Standing.GONE) {
            return Outcome.to(
                    state.disabled(clock.instant()), "Somebody has deleted the old credential %s".formatted(old));
        }
        step.issuer().change(subject, old, Standing.DISABLED);
        return Outcome.to(state.disabled(clock.instant()), "The old credential %s is disabled".formatted(old));
    }

    Outcome watch(Step step, Quarantined state) {
        for (var consumer : step.rotation().plan().consumers()) {
            if (consumer.mode() == Consumer.Mode.REFUSED) {
                continue;
            }
            var trouble = workloads.unsettled(consumer.workload());
            if (trouble.isPresent()) {
                return Outcome.to(
                        state.broke("%s: %s".formatted(consumer.workload(), trouble.get())),
                        "Something broke while the old credential was disabled",
                        List.of("%s: %s".formatted(consumer.workload(), trouble.get())));
            }
        }
        return clock.instant().isBefore(state.since().plus(pace.quarantine()))
                ? Outcome.look(pace.look())
                : Outcome.to(
                        state.quiet(),
                        "Nothing broke while the old credential was disabled",
                        List.of("since " + state.since()));
    }

    Outcome enable(Step step, Enabling state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        step.fence().check();
        step.issuer().change(subject, old, Standing.ENABLED);
        var told = "The old credential %s is enabled again".formatted(old);
        return state.restoring()
                ? Outcome.to(state.restore(), told, List.of(state.reason()))
                : Outcome.to(state.drain(clock.instant()), told, List.of(state.reason()));
    }

    Outcome delete(Step step, Deleting state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        var held = heldOld(step);
        if (held.isPresent()) {
            return held.get();
        }
        step.fence().check();
        step.issuer().change(subject, old, Standing.GONE);
        return done(
                step, state.newId(), Outcome.to(state.deleted(), "The old credential %s is deleted".formatted(old)));
    }

    private Outcome done(Step step, String newId, Outcome.Next last) {
        return last.telling(events.completed(step.rotation(), newId, last.told()));
    }

    private Optional<Outcome> heldOld(Step step) {
        var subject = step.rotation().plan().subject();
        var held = holders.of(subject, subject.currentId().orElseThrow());
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.stuck(
                        pace.look(),
                        "the old credential still stands in "
                                + String.join(
                                        ", ",
                                        held.stream()
                                                .map(ObjectRef::toString)
                                                .sorted()
                                                .toList())));
    }
}
