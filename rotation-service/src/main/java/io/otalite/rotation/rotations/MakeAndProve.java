package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.rotations.Preflight.Examined;
import io.otalite.rotation.rotations.State.Minted;
import io.otalite.rotation.rotations.State.Minting;
import io.otalite.rotation.rotations.State.Planned;
import io.otalite.rotation.rotations.State.Proven;
import io.otalite.rotation.rotations.State.Revoking;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** From the plan to a new credential that works: nothing is written to the cluster yet. */
final class MakeAndProve {
    private final BiFunction<Plan, CredentialIssuer, Examined> preflight;
    private final Destinations destinations;
    private final RotationEvents events;
    private final Pace pace;
    private final Clock clock;

    /** @param preflight why a rotation must not begin */
    MakeAndProve(
            BiFunction<Plan, CredentialIssuer, Examined> preflight,
            Destinations destinations,
            RotationEvents events,
            Pace pace,
            Clock clock) {
        this.preflight = preflight;
        this.destinations = destinations;
        this.events = events;
        this.pace = pace;
        this.clock = clock;
    }

    Outcome examine(Step step, Planned state) {
        var plan = step.rotation().plan();
        var found = preflight.apply(plan, step.issuer());
        if (!found.reasons().isEmpty()) {
            return refusal(step.rotation(), state, found.reasons());
        }
        var intent = step.issuer().intend(plan.subject());
        var examined =
                "%d workloads would start again, and so would what they could be rolled back to; %d Secrets can be written"
                        .formatted(plan.consumers().size(), plan.destinations().size());
        var next = plan.compromised() ? state.revoke() : state.cleared();
        var evidence =
                Stream.concat(Stream.of(examined), found.remarks().stream()).toList();
        return Outcome.to(next, "Preflight passed", evidence)
                .keeping(step.confidential().with(intent, found.observed()));
    }

    Outcome.Next refusal(Rotation rotation, Planned state, List<String> reasons) {
        return Outcome.to(state.refuse(reasons), "Refused; nothing was touched", reasons)
                .telling(events.refused(rotation, reasons));
    }

    Outcome revoke(Step step, Revoking state) {
        var subject = step.rotation().plan().subject();
        var old = subject.currentId().orElseThrow();
        if (step.issuer().standing(subject, old) == Standing.GONE) {
            return Outcome.to(state.revoked(), "Somebody has deleted the old credential %s".formatted(old));
        }
        step.fence().check();
        step.issuer().change(subject, old, Standing.DISABLED);
        return Outcome.to(state.revoked(), "The old credential %s is disabled".formatted(old));
    }

    Outcome mint(Step step, Minting state) {
        var subject = step.rotation().plan().subject();
        var intent = step.confidential().intent().orElseThrow();
        step.fence().check();
        try {
            var issued = step.issuer().issue(subject, intent);
            return Outcome.to(state.minted(issued.id(), clock.instant()), "New credential " + issued.id())
                    .keeping(step.confidential().withIssued(issued));
        } catch (IssuerRefusedException refused) {
            return Outcome.to(state.discard(String.valueOf(refused.getMessage())), "The issuer refuses to make one");
        }
    }

    Outcome prove(Step step, Minted state) {
        var issued = step.confidential().issued().orElseThrow();
        return switch (step.issuer().prove(step.rotation().plan().subject(), issued)) {
            case Proof.Proven(var evidence)
            when state.proofs() + 1 >= pace.proofs() ->
                Outcome.to(state.proven(), "The new credential works", evidence);
            case Proof.Proven _ ->
                Outcome.to(state.succeeded(), "The new credential was accepted").after(pace.proofPause());
            case Proof.Insufficient(var reason) ->
                Outcome.to(state.discard("the new credential cannot do what the old one can: " + reason), reason);
            case Proof.NotYet(var reason) -> notYet(state, reason);
        };
    }

    private Outcome notYet(Minted state, String reason) {
        var age = Duration.between(state.mintedAt(), clock.instant());
        if (age.compareTo(pace.provenWithin()) > 0) {
            return Outcome.to(
                    state.discard("the new credential did not become valid within %d seconds: %s"
                            .formatted(pace.provenWithin().toSeconds(), reason)),
                    "The new credential does not become valid",
                    List.of(reason));
        }
        return state.proofs() == 0
                ? Outcome.stuck(pace.proofPause(), "the new credential is not accepted yet: " + reason)
                : Outcome.to(state.failed(), "Not accepted this time", List.of(reason))
                        .after(pace.proofPause());
    }

    /** Keeps what will be replaced. */
    Outcome keep(Step step, Proven state) {
        var previous = new HashMap<String, Map<String, Bytes>>();
        for (var destination : step.rotation().plan().destinations()) {
            var content = destinations.read(destination);
            if (content.isEmpty()) {
                return Outcome.to(
                        state.discard("%s is not as it was planned: the Secret or an entry of it is gone"
                                .formatted(destination.secret())),
                        "A destination has changed");
            }
            var changed = destination.changed(
                    content.get().entries(), step.confidential().observed(destination));
            if (!changed.isEmpty()) {
                return Outcome.to(
                        state.discard("%s is not as it was planned: somebody else has changed %s"
                                .formatted(destination.secret(), String.join(", ", changed))),
                        "A destination has changed");
            }
            previous.put(destination.secret().id(), content.get().entries());
        }
        return Outcome.to(state.kept(clock.instant()), "The previous content is kept, encrypted")
                .keeping(step.confidential().withPrevious(previous));
    }
}
