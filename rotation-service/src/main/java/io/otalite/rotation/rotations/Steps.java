package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.PictureBehindException;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.restart.RestartsUnavailableException;
import io.otalite.rotation.rotations.State.BeforeStaging;
import io.otalite.rotation.rotations.State.Canary;
import io.otalite.rotation.rotations.State.Deleting;
import io.otalite.rotation.rotations.State.Disabling;
import io.otalite.rotation.rotations.State.Discarding;
import io.otalite.rotation.rotations.State.Distributing;
import io.otalite.rotation.rotations.State.Draining;
import io.otalite.rotation.rotations.State.Enabling;
import io.otalite.rotation.rotations.State.Minted;
import io.otalite.rotation.rotations.State.Minting;
import io.otalite.rotation.rotations.State.Over;
import io.otalite.rotation.rotations.State.Planned;
import io.otalite.rotation.rotations.State.Proven;
import io.otalite.rotation.rotations.State.Quarantined;
import io.otalite.rotation.rotations.State.Restoring;
import io.otalite.rotation.rotations.State.Retiring;
import io.otalite.rotation.rotations.State.Reverting;
import io.otalite.rotation.rotations.State.Revoking;
import io.otalite.rotation.rotations.State.Rolling;
import io.otalite.rotation.rotations.State.Settled;
import io.otalite.rotation.rotations.State.Staged;
import io.otalite.rotation.rotations.State.Staging;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What is done in which state. One step does the work of one state, and may be taken again at any time. */
public final class Steps {
    /** The API server tells of every object, or that there is nothing new, at least so often. */
    private static final Duration PICTURE = Duration.ofSeconds(90);

    private final Clock clock;
    private final MakeAndProve make;
    private final Distribute distribute;
    private final Retire retire;
    private final GoBack goBack;
    private final RotationEvents events;
    private final Pace pace;

    /**
     * What the steps work with.
     *
     * @param preflight why a rotation must not begin
     * @param holders which observed objects hold a credential
     */
    public record Surroundings(
            BiFunction<Plan, CredentialIssuer, Preflight.Examined> preflight,
            Destinations destinations,
            Restarts restarts,
            Workloads workloads,
            Holders holders) {}

    public Steps(Surroundings around, Pace pace, Clock clock) {
        this.clock = clock;
        this.events = new RotationEvents(clock);
        this.pace = pace;
        this.make = new MakeAndProve(around.preflight(), around.destinations(), events, pace, clock);
        this.distribute = new Distribute(
                around.destinations(), around.restarts(), new ConsumersNow(around.workloads()), events, pace, clock);
        this.retire = new Retire(around, events, pace, clock);
        this.goBack = new GoBack(around, events, pace, clock);
    }

    Outcome take(Step step) {
        try {
            var ordered = step.rotation()
                    .abandon()
                    .map(order -> abandon(step, order))
                    .or(() -> step.rotation().abort().flatMap(order -> abort(step, order)));
            return ordered.isPresent() ? ordered.get() : work(step);
        } catch (PictureBehindException behind) {
            return isYoung(step)
                    ? Outcome.look(pace.look())
                    : Outcome.stuck(pace.look(), String.valueOf(behind.getMessage()));
        } catch (IssuerUnavailableException
                | ClusterUnavailableException
                | RestartsUnavailableException
                | Sealing.SealingException away) {
            return Outcome.stuck(pace.look(), String.valueOf(away.getMessage()));
        } catch (IssuerRefusedException refused) {
            return Outcome.stuck(pace.look().multipliedBy(10), String.valueOf(refused.getMessage()));
        }
    }

    /** What the API server has to say first comes in this time; only then it is a problem that it does not. */
    private boolean isYoung(Step step) {
        return clock.instant().isBefore(step.rotation().since().plus(PICTURE));
    }

    private Outcome work(Step step) {
        return switch (step.rotation().state()) {
            case Planned state -> make.examine(step, state);
            case Revoking state -> make.revoke(step, state);
            case Minting state -> make.mint(step, state);
            case Minted state -> make.prove(step, state);
            case Proven state -> make.keep(step, state);
            case Staging state -> distribute.write(step, state);
            case Staged state -> distribute.announce(step, state);
            case Canary state -> distribute.watchCanary(step, state);
            case Rolling state -> distribute.watchOthers(step, state);
            case Settled state -> retire.settle(step, state);
            case Draining state -> retire.drain(step, state);
            case Disabling state -> retire.disable(step, state);
            case Quarantined state -> retire.watch(step, state);
            case Enabling state -> retire.enable(step, state);
            case Deleting state -> retire.delete(step, state);
            case Restoring state -> goBack.restore(step, state);
            case Reverting state -> goBack.revert(step, state);
            case Discarding state -> goBack.discard(step, state);
            case Over state -> throw new IllegalStateException("Nothing is left to do in " + state.name());
        };
    }

    /** Whatever has been done stays as it is, and is told: a person knows better. */
    private Outcome abandon(Step step, Rotation.Order order) {
        var reason = "%s gave it up in %s: %s"
                .formatted(order.by(), step.rotation().state().name(), order.reason());
        return Outcome.to(step.rotation().state().abandon(reason), "Given up as it is", List.of(reason))
                .telling(events.failed(step.rotation(), reason));
    }

    /** The way back from here, or nothing when it is being gone already, or is no more, or not yet. */
    private Optional<Outcome> abort(Step step, Rotation.Order order) {
        if (step.rotation().refusal(order.kind()).isPresent()) {
            return Optional.empty();
        }
        var reason = "%s asked for it: %s".formatted(order.by(), order.reason());
        var compromised = step.rotation().plan().compromised();
        return switch (step.rotation().state()) {
            case Planned state -> {
                var last = Outcome.to(state.abort(reason), "Given up; nothing was touched");
                yield Optional.of(last.telling(events.rolledBack(step.rotation(), reason, last.told())));
            }
            case BeforeStaging state -> Optional.of(Outcome.to(state.discard(reason), "Given up", List.of(reason)));
            case Revoking state ->
                Optional.of(Outcome.to(
                                state.giveUp(reason), "Given up; the old credential may be disabled", List.of(reason))
                        .telling(events.failed(step.rotation(), reason)));
            case Distributing state ->
                Optional.of(
                        compromised
                                ? Outcome.to(
                                                state.fail(reason),
                                                "Stopped; the old credential stays disabled",
                                                List.of(reason))
                                        .telling(events.failed(step.rotation(), reason))
                                : Outcome.to(state.restore(reason), "Going back", List.of(reason)));
            case Retiring state -> Optional.of(Outcome.to(state.goBack(reason), "Going back", List.of(reason)));
            case Enabling _, Deleting _, Restoring _, Reverting _, Discarding _, Over _ -> Optional.empty();
        };
    }
}
