package io.otalite.rotation.restart;

import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.steps.StepLoop;
import io.otalite.telemetry.LogContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of restarts, taken from {@link Claims}: each looks at one task once, and goes on with it as far as it can. */
public final class RestartWork implements StepLoop.Source {
    private static final Logger LOG = LoggerFactory.getLogger(RestartWork.class);

    private final Claims claims;
    private final Surroundings surroundings;
    private final WorkloadSight sight;
    private final BeginRestart begin;
    private final WatchRestart watch;
    private volatile boolean hasClaimed;

    /**
     * What is looked at, and what is asked.
     *
     * @param ready whether everything is seen; before that, nothing is done
     * @param prepare the database, each time before it is used
     * @param judgements whether a workload would start
     */
    public record Surroundings(
            BooleanSupplier ready,
            Runnable prepare,
            World world,
            Function<ObjectRef, Optional<Judgement>> judgements,
            KeyUse use,
            Clock clock) {}

    public RestartWork(
            Claims claims,
            Deployments deployments,
            Surroundings surroundings,
            RestartPace pace,
            RestartObserver observer) {
        this.claims = claims;
        this.surroundings = surroundings;
        var clock = surroundings.clock();
        this.sight = new WorkloadSight(surroundings.world(), clock);
        this.begin =
                new BeginRestart(claims, deployments, surroundings.world(), surroundings.judgements(), clock, observer);
        this.watch = new WatchRestart(claims, sight, surroundings.use(), pace, clock);
    }

    boolean isReady() {
        return surroundings.ready().getAsBoolean();
    }

    @Override
    public List<Runnable> claim(int most) {
        if (!isReady()) {
            return List.of();
        }
        surroundings.prepare().run();
        var claimed = claims.claim(most);
        hasClaimed |= !claimed.isEmpty();
        return claimed.stream().map(task -> (Runnable) () -> take(task)).toList();
    }

    /** Leaves what it has to others, at once: the one that is restarted last is this service, and its successor watches that. */
    void leave() {
        if (!hasClaimed) {
            return;
        }
        try {
            claims.giveUp();
        } catch (RestartsUnavailableException unavailable) {
            LOG.atWarn()
                    .addKeyValue("reason", unavailable.toString())
                    .log("Claims of restarts could not be given up; they end by themselves");
        }
    }

    /** What is not recorded is done again, by whoever takes the task next. */
    private void take(Claimed task) {
        try (var _ = LogContext.with(LogContext.ROTATION_ID, task.rotationId())) {
            step(task);
        } catch (RestartsUnavailableException unavailable) {
            LOG.atWarn()
                    .addKeyValue("rotation", task.rotationId())
                    .addKeyValue("workload", task.workload())
                    .log("A step of a restart could not be recorded; the task is taken again");
        }
    }

    private void step(Claimed task) {
        switch (task.state()) {
            case WAITING -> begin.consider(task, sight.look(task.workload()));
            case RESTARTING -> begin.restart(task);
            case WATCHING -> watch.look(task);
            case VERIFIED, FAILED, CANCELLED, GONE -> {
                // What is over is not claimed.
            }
        }
    }
}
