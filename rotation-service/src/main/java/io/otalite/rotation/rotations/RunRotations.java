package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.rotations.Fence.ClaimLostException;
import io.otalite.rotation.rotations.RotationStore.Claim;
import io.otalite.rotation.steps.StepLoop;
import io.otalite.telemetry.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the steps of all rotations as they become due, together with the other instances. */
public final class RunRotations implements StepLoop.Source {
    private static final Logger LOG = LoggerFactory.getLogger(RunRotations.class);

    /** Longer than a step takes, unless several of its calls go to their limits of seconds: then it is given up, and taken again. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    /** What must be left of a claim right before a call that hurts: more than its limit. */
    private static final Duration MARGIN = Duration.ofSeconds(45);

    /** How long something that nobody foresaw is left alone; an order of a person ends it. */
    private static final Duration AFTER_A_DEFECT = Duration.ofMinutes(2);

    private final RotationStore store;
    private final Map<String, CredentialIssuer> issuers;
    private final Steps steps;
    private final Runnable told;
    private final Clock clock;

    /**
     * @param issuers by their kinds
     * @param told is run when events may be on their way
     */
    public RunRotations(
            RotationStore store, Map<String, CredentialIssuer> issuers, Steps steps, Runnable told, Clock clock) {
        this.store = store;
        this.issuers = Map.copyOf(issuers);
        this.steps = steps;
        this.told = told;
        this.clock = clock;
    }

    @Override
    public List<Runnable> claim(int most) {
        return store.claim(most, clock.instant(), CLAIM).stream()
                .<Runnable>map(claim -> () -> named(claim))
                .toList();
    }

    private void named(Claim claim) {
        try (var _ = LogContext.with(LogContext.ROTATION_ID, claim.rotation().id())) {
            take(claim);
        }
    }

    private void take(Claim claim) {
        var rotation = claim.rotation();
        var issuer = issuers.get(rotation.plan().subject().kind());
        if (issuer == null) {
            store.record(
                    claim,
                    Outcome.stuck(
                            Duration.ofMinutes(1),
                            "there is no issuer for credentials of the kind "
                                    + rotation.plan().subject().kind()),
                    clock.instant());
            return;
        }
        Fence fence = () -> {
            if (!store.holds(claim, MARGIN)) {
                throw new ClaimLostException();
            }
        };
        try {
            var outcome = outcome(new Step(rotation, () -> store.confidential(claim), issuer, fence));
            if (store.record(claim, outcome, clock.instant())) {
                tell(rotation, outcome);
            }
        } catch (ClaimLostException | RotationsUnavailableException gone) {
            LOG.atWarn()
                    .addKeyValue("rotation", rotation.id())
                    .addKeyValue("state", rotation.state().name())
                    .addKeyValue("reason", gone.getMessage())
                    .setCause(gone)
                    .log("A step was given up; it is taken again");
        }
    }

    /** What nobody foresaw is a problem of the rotation like any other: whoever looks at it has to see that it does not go on. */
    private Outcome outcome(Step step) {
        var rotation = step.rotation();
        try {
            return steps.take(step);
        } catch (ClaimLostException | RotationsUnavailableException gone) {
            throw gone;
        } catch (RuntimeException defect) {
            LOG.atError()
                    .addKeyValue("rotation", rotation.id())
                    .addKeyValue("state", rotation.state().name())
                    .setCause(defect)
                    .log("A step failed; it is taken again");
            // Its message may hold anything.
            return Outcome.stuck(
                    AFTER_A_DEFECT,
                    "the step of %s failed with %s, which the log explains; it is taken again"
                            .formatted(
                                    rotation.state().name(), defect.getClass().getSimpleName()));
        }
    }

    private void tell(Rotation rotation, Outcome outcome) {
        if (outcome instanceof Outcome.Next next) {
            if (!next.next().name().equals(rotation.state().name())) {
                LOG.atInfo()
                        .addKeyValue("rotation", rotation.id())
                        .addKeyValue("from", rotation.state().name())
                        .addKeyValue("to", next.next().name())
                        .log("Rotation goes on");
            }
            if (!next.events().isEmpty()) {
                told.run();
            }
        }
    }
}
