package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.rotations.State.Deleting;
import io.otalite.rotation.rotations.State.Disabling;
import io.otalite.rotation.rotations.State.Draining;
import io.otalite.rotation.rotations.State.Enabling;
import io.otalite.rotation.rotations.State.Quarantined;
import io.otalite.rotation.rotations.State.Settled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From an old credential that nothing should need any more to none. Unknown is never read as unused. */
final class Retire {
    /** Looks at something broken before it counts: what is moved to another node is back by then. */
    private static final int PATIENCE = 6;

    private final Holders holders;
    private final Workloads workloads;
    private final ConsumersNow consumers;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    Retire(Steps.Surroundings around, RotationEvents events, Pace pace, Clock clock) {
        this.holders = around.holders();
        this.workloads = around.workloads();
        this.consumers = new ConsumersNow(around.workloads());
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
        var held = held(step);
        if (plan.compromised()) {
            return Outcome.to(state.revokedAlready(), "The old credential is disabled already", copies(held));
        }
        return hindrance(step, held)
                .orElseGet(() -> Outcome.to(
                        state.unheld(clock.instant()),
                        "Nothing that is known holds the old credential any more",
                        held.remarks()));
    }

    Outcome drain(Step step, Draining state) {
        var held = hindrance(step, held(step));
        if (held.isPresent()) {
            return held.get();
        }
        var old = step.rotation().plan().subject().currentId().orElseThrow();
        return switch (usage(step, old, state.quietSince())) {
            case Usage.Used(var last) ->
                new Outcome.Seen(
                        state.used(last),
                        pace.look(),
                        Optional.of(
                                "the old credential was used at %s, and everything that is known here holds the new one: look for a copy elsewhere"
                                        .formatted(last)));
            case Usage.Silent(var until) -> silent(step, state, until);
            case Usage.Unknown(var reason) -> unknown(step, state, reason);
        };
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
                        List.of("no use in %s, as far as its issuer can tell"
                                .formatted(Duration.between(state.quietSince(), until)
                                        .truncatedTo(ChronoUnit.SECONDS))));
    }

    /** Silence counts only where somebody speaks: when nothing at all is in use, nothing has been shown. */
    private Optional<Outcome> newUnused(Step step, Draining state) {
        if (consumers.restartable(step.rotation()).isEmpty()) {
            return Optional.empty();
        }
        return switch (usage(step, state.newId(), state.stagedAt())) {
            case Usage.Used _ -> Optional.empty();
            case Usage.Silent _ ->
                Optional.of(Outcome.stuck(
                        pace.look(),
                        "the new credential has not been used yet, so silence of the old one proves nothing"));
            case Usage.Unknown(var reason) -> Optional.of(unknown(step, state, reason));
        };
    }

    /** A person who knows needs no answer of the issuer. */
    private static Usage usage(Step step, String id, Instant since) {
        try {
            return step.issuer().usage(step.rotation().plan().subject(), id, since);
        } catch (IssuerUnavailableException away) {
            return new Usage.Unknown(String.valueOf(away.getMessage()));
        }
    }

    /** An order counts for the silence it was given about, and not for the one after something broke. */
    private Outcome unknown(Step step, Draining state, String reason) {
        var order = step.rotation().retire().filter(given -> given.at().isAfter(state.since()));
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
        var doubt = doubtfulNew(step);
        if (doubt.isPresent()) {
            return doubt.get();
        }
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        if (step.issuer().standing(subject, old) == Standing.GONE) {
            return Outcome.to(
                    state.disabled(clock.instant()), "Somebody has deleted the old credential %s".formatted(old));
        }
        step.fence().check();
        step.issuer().change(subject, old, Standing.DISABLED);
        return Outcome.to(state.disabled(clock.instant()), "The old credential %s is disabled".formatted(old));
    }

    /** The old credential goes only while the new one works: somebody may have disabled that since it was proven. */
    private Optional<Outcome> doubtfulNew(Step step) {
        var issued = step.confidential().issued().orElseThrow();
        return switch (step.issuer().prove(step.rotation().plan().subject(), issued)) {
            case Proof.Proven _ -> Optional.empty();
            case Proof.NotYet(var reason) -> doubt(reason);
            case Proof.Insufficient(var reason) -> doubt(reason);
        };
    }

    private Optional<Outcome> doubt(String reason) {
        return Optional.of(Outcome.stuck(
                pace.look(), "the old credential is kept, for the new one does not work any more: " + reason));
    }

    Outcome watch(Step step, Quarantined state) {
        var damage = damage(step);
        var now = clock.instant();
        if (damage.isPresent()) {
            var since = state.troubledSince().orElse(now);
            return now.isBefore(since.plus(pace.look().multipliedBy(PATIENCE)))
                    ? new Outcome.Seen(state.troubled(Optional.of(since)), pace.look(), damage)
                    : Outcome.to(
                            state.broke(damage.get()),
                            "Something broke while the old credential was disabled",
                            List.of(damage.get()));
        }
        if (now.isBefore(state.since().plus(pace.quarantine()))) {
            return new Outcome.Seen(state.troubled(Optional.empty()), pace.look(), Optional.empty());
        }
        return Outcome.to(
                state.quiet(),
                "Nothing broke while the old credential was disabled",
                List.of("since " + state.since()));
    }

    private Optional<String> damage(Step step) {
        for (var workload : consumers.restartable(step.rotation())) {
            var damage = workloads.damage(workload);
            if (damage.isPresent()) {
                return Optional.of("%s: %s".formatted(workload, damage.get()));
            }
        }
        return Optional.empty();
    }

    Outcome enable(Step step, Enabling state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        if (step.issuer().standing(subject, old) == Standing.GONE) {
            return Outcome.to(state.gone(), "There is no way back", List.of(state.reason()))
                    .telling(events.failed(step.rotation(), state.reason()));
        }
        step.fence().check();
        step.issuer().change(subject, old, Standing.ENABLED);
        var told = "The old credential %s is enabled again".formatted(old);
        return state.restoring()
                ? Outcome.to(state.restore(clock.instant()), told, List.of(state.reason()))
                : Outcome.to(state.drain(clock.instant()), told, List.of(state.reason()));
    }

    Outcome delete(Step step, Deleting state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        var held = held(step);
        var hindrance = hindrance(step, held).or(() -> doubtfulNew(step));
        if (hindrance.isPresent()) {
            return hindrance.get();
        }
        step.fence().check();
        step.issuer().change(subject, old, Standing.GONE);
        var told = "The old credential %s is deleted".formatted(old);
        return done(step, state.newId(), Outcome.to(state.deleted(), told, copies(held)));
    }

    private Outcome done(Step step, String newId, Outcome.Next last) {
        return last.telling(events.completed(step.rotation(), newId, last.told()));
    }

    private Held held(Step step) {
        return Held.of(
                holders, step, step.rotation().plan().subject().currentId().orElseThrow());
    }

    /** A copy of what is disabled for good keeps nothing going, and else a thief could keep it from being deleted. */
    private Optional<Outcome> hindrance(Step step, Held held) {
        var subject = step.rotation().plan().subject();
        var harmless = held.having().isEmpty()
                || step.rotation().plan().compromised()
                || step.issuer().standing(subject, subject.currentId().orElseThrow()) == Standing.GONE;
        return harmless
                ? Optional.empty()
                : Optional.of(Outcome.stuck(
                        pace.look(), "the old credential still stands in " + Distribute.names(held.having())));
    }

    private static List<String> copies(Held held) {
        return held.having().isEmpty()
                ? held.remarks()
                : Stream.concat(
                                Stream.of("it still stands in " + Distribute.names(held.having())),
                                held.remarks().stream())
                        .toList();
    }
}
