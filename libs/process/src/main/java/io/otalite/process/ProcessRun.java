package io.otalite.process;

import io.otalite.process.ProcessState.Ready;
import io.otalite.process.ProcessState.Starting;
import io.otalite.process.ProcessState.Stopping;
import io.otalite.process.ProcessState.Unready;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a process, from its launch until nothing of it is left. Used by one thread. */
final class ProcessRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ProcessSpec spec;
    private final SupervisedProcess.Surroundings surroundings;
    private final StopRequest stopRequest;
    private final Consumer<ProcessState> publisher;
    private final RunOutput output;

    private boolean started;
    private int failuresInRow;
    private String lastFailure = "";
    private long nextProbe = System.nanoTime();
    private Optional<Ready> ready = Optional.empty();

    ProcessRun(
            ProcessSpec spec,
            RunOutput output,
            SupervisedProcess.Surroundings surroundings,
            StopRequest stopRequest,
            Consumer<ProcessState> publisher) {
        this.spec = spec;
        this.surroundings = surroundings;
        this.stopRequest = stopRequest;
        this.publisher = publisher;
        this.output = output;
        this.started = spec.probes().startup().isEmpty();
    }

    Ending untilItEnds() throws InterruptedException {
        var run = surroundings.caches().begin(spec.launch());
        Ending ending = new Ending.NotLaunched("interrupted");
        try {
            ending = untilItEnds(run.command());
            return ending;
        } finally {
            run.ended(ending);
        }
    }

    private Ending untilItEnds(List<String> command) throws InterruptedException {
        Process process;
        try {
            process = Children.start(spec, command, output, surroundings.mark());
        } catch (IOException | IllegalArgumentException e) {
            // The latter of words that no process can be given, such as a variable with a NUL in it.
            return new Ending.NotLaunched(String.valueOf(e.getMessage()));
        }
        try {
            output.begin(process);
            return watch(process);
        } finally {
            kill(process);
            process.waitFor();
            Children.endRest(process.pid(), surroundings.mark(), spec.name());
            output.end();
        }
    }

    /** Whether the run was ready at its end, and had been for that long. */
    boolean wasReadyFor(Duration time) {
        return ready.map(Ready::since)
                .map(since -> !since.plus(time).isAfter(now()))
                .orElse(false);
    }

    private Ending watch(Process process) throws InterruptedException {
        ProcessState state = new Starting(process.pid(), now());
        publisher.accept(state);
        var exit = exitOf(process);
        var stopOrExit = CompletableFuture.anyOf(stopRequest.made(), exit);
        while (true) {
            var next = afterProbe(state);
            if (next instanceof Stopping) {
                return new Ending.NeverStarted("%s (%d times)".formatted(lastFailure, failuresInRow));
            }
            if (!next.equals(state)) {
                state = next;
                publisher.accept(state);
            }
            if (SupervisedProcess.happens(stopOrExit, untilNextLook())) {
                break;
            }
            boundLog();
        }
        return process.isAlive() ? stop(process, exit) : new Ending.Exited(process.exitValue());
    }

    private Ending stop(Process process, CompletableFuture<Void> exit) throws InterruptedException {
        ready = Optional.empty();
        publisher.accept(new Stopping(process.pid(), now()));
        Children.ask(process.toHandle(), spec.stop().signal());
        SupervisedProcess.awaitEvent(CompletableFuture.anyOf(stopRequest.graceOver(), exit));
        if (process.isAlive()) {
            LOG.atWarn()
                    .addKeyValue("process", spec.name())
                    .log("Process did not end within its grace period and is killed");
            kill(process);
        }
        return new Ending.Exited(process.waitFor());
    }

    /** Happens on a thread of its own: the common pool, where the JDK lets it happen, may be full of others who wait. */
    private static CompletableFuture<Void> exitOf(Process process) {
        var exit = new CompletableFuture<Void>();
        Thread.startVirtualThread(() -> {
            try {
                process.waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exit.complete(null);
        });
        return exit;
    }

    /** By its handle: the process itself would throw away what is still in its pipe. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    /** Asks the probe that is due, if one is, and makes the next state of its answer; Stopping when there is no hope. */
    private ProcessState afterProbe(ProcessState state) throws InterruptedException {
        var probe = started ? spec.probes().readiness() : spec.probes().startup();
        if (probe.isEmpty()) {
            return passed(state);
        }
        if (System.nanoTime() < nextProbe) {
            return state;
        }
        var result = surroundings.prober().ask(probe.get(), spec);
        nextProbe = System.nanoTime() + probe.get().period().toNanos();
        return switch (result) {
            case ProbeResult.Passed() -> {
                failuresInRow = 0;
                yield started ? passed(state) : startupPassed(state);
            }
            case ProbeResult.Failed(var reason) -> {
                failuresInRow++;
                lastFailure = reason;
                yield failuresInRow < probe.get().failureThreshold() ? state : failed(state, reason);
            }
        };
    }

    private ProcessState startupPassed(ProcessState state) throws InterruptedException {
        started = true;
        nextProbe = System.nanoTime();
        return afterProbe(state);
    }

    private ProcessState passed(ProcessState state) {
        var next = switch (state) {
            case Starting s -> s.passed(now());
            case Unready s -> s.passed(now());
            case Ready _, Stopping _, ProcessState.BackingOff _, ProcessState.Ended _ -> state;
        };
        ready = next instanceof Ready r ? Optional.of(r) : Optional.empty();
        return next;
    }

    private ProcessState failed(ProcessState state, String reason) {
        return switch (state) {
            case Starting s -> started ? s : s.stopping(now());
            case Ready s -> {
                ready = Optional.empty();
                yield s.failed(reason, now());
            }
            case Unready _, Stopping _, ProcessState.BackingOff _, ProcessState.Ended _ -> state;
        };
    }

    private Duration untilNextLook() {
        var untilProbe = Duration.ofNanos(Math.max(0, nextProbe - System.nanoTime()));
        var probing = started ? spec.probes().readiness() : spec.probes().startup();
        return probing.isEmpty() || untilProbe.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : untilProbe;
    }

    private void boundLog() {
        try {
            output.bound();
        } catch (IOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("process", spec.name())
                    .log("The log could not be cut, it goes on growing");
        }
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
