package io.otalite.rotation.restart;

import io.otalite.rotation.judgement.Judgement;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.steps.StepLoop;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The steps of restarts, taken from {@link Claims}: each looks at one task once, and goes on with it as far as it can. */
public final class RestartWork implements StepLoop.Source {
    private final Claims claims;
    private final BooleanSupplier ready;
    private final WorkloadSight sight;
    private final BeginRestart begin;
    private final WatchRestart watch;

    /**
     * What is looked at, and what is asked.
     *
     * @param ready whether everything is seen and the database is prepared; before that, nothing is done
     * @param judgements whether a workload would start
     */
    public record Surroundings(
            BooleanSupplier ready,
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
        this.ready = surroundings.ready();
        var clock = surroundings.clock();
        this.sight = new WorkloadSight(surroundings.world(), clock);
        this.begin = new BeginRestart(
                claims, deployments, surroundings.world(), surroundings.judgements(), clock, observer);
        this.watch = new WatchRestart(claims, sight, surroundings.use(), pace, clock);
    }

    boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    public List<Runnable> claim(int most) {
        return isReady()
                ? claims.claim(most).stream()
                        .map(task -> (Runnable) () -> step(task))
                        .toList()
                : List.of();
    }

    private void step(Claimed task) {
        switch (task.state()) {
            case WAITING -> begin.consider(task, sight.look(task.workload()));
            case RESTARTING -> begin.restart(task);
            case WATCHING -> watch.look(task);
            case VERIFIED, FAILED, CANCELLED -> {
                // What is over is not claimed.
            }
        }
    }
}
