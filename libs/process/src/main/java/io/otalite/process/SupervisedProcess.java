package io.otalite.process;

import io.otalite.process.ProcessState.BackingOff;
import io.otalite.process.ProcessState.Ended;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process over all its runs. A single thread launches, probes, waits and stops, so that these never meet; everybody
 * else reads the published status and may complete the request to stop.
 */
final class SupervisedProcess {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedProcess.class);

    /** What all processes of a runtime share; the log limit is in bytes. */
    record Surroundings(
            ProcessMark mark, Prober prober, Clock clock, ProcessListener listener, AotCaches caches, long logLimit) {}

    private final ProcessSpec spec;
    private final Surroundings surroundings;
    private final RunOutput output;
    private final StopRequest stopRequest = new StopRequest();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile ProcessStatus status;

    SupervisedProcess(ProcessSpec spec, RunOutput output, Surroundings surroundings) {
        this.spec = spec;
        this.output = output;
        this.surroundings = surroundings;
        var nothingYet = new BackingOff(
                new Ending.NotLaunched("first launch"), surroundings.clock().instant(), Duration.ZERO);
        this.status = new ProcessStatus(spec.name(), nothingYet, 0);
    }

    ProcessSpec spec() {
        return spec;
    }

    ProcessStatus status() {
        return status;
    }

    void supervise() {
        Thread.ofVirtual().name("supervisor-" + spec.name()).start(this::run);
    }

    /** Asks for the end and returns when nothing of the process is left, however often the caller is interrupted. */
    void stop(Duration gracePeriod) {
        stopRequest.make(gracePeriod);
        finished.join();
    }

    private void run() {
        try {
            runAgainAndAgain();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("process", spec.name())
                    .log("A process cannot be supervised any more");
            publish(new Ended(
                    new Ending.NotLaunched(e.toString()), surroundings.clock().instant()));
        } finally {
            finished.complete(null);
        }
    }

    private void runAgainAndAgain() throws InterruptedException {
        for (var failures = 1; ; failures++) {
            var run = new ProcessRun(spec, output, surroundings, stopRequest, this::publish);
            var ending = run.untilItEnds();
            if (stopRequest.made().isDone() || !(spec.restart() instanceof RestartPolicy.Always policy)) {
                publish(new Ended(ending, surroundings.clock().instant()));
                return;
            }
            failures = run.wasReadyFor(policy.resetAfter()) ? 1 : failures;
            var pause = policy.pause(failures);
            publish(new BackingOff(ending, surroundings.clock().instant(), pause));
            LOG.atWarn()
                    .addKeyValue("process", spec.name())
                    .addKeyValue("ending", ending.describe())
                    .addKeyValue("pause", pause)
                    .log("Process ended, it will be started again");
            if (happens(stopRequest.made(), pause)) {
                publish(new Ended(ending, surroundings.clock().instant()));
                return;
            }
            status = new ProcessStatus(spec.name(), status.state(), status.restarts() + 1);
        }
    }

    /** A listener that fails is its own affair: the process is supervised all the same. */
    private void publish(ProcessState state) {
        status = new ProcessStatus(spec.name(), state, status.restarts());
        try {
            surroundings.listener().changed(status);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("process", spec.name())
                    .log("A listener could not take a change of state");
        }
    }

    /** Waits for the event, however long it takes. */
    static void awaitEvent(CompletableFuture<?> event) throws InterruptedException {
        try {
            event.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An event that only happens has failed", e);
        }
    }

    /** Waits for the event or the end of the time, whichever is first, and says whether it was the event. */
    static boolean happens(CompletableFuture<?> event, Duration time) throws InterruptedException {
        try {
            event.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An event that only happens has failed", e);
        }
    }
}
