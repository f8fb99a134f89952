package io.otalite.local.system;

import io.otalite.process.ProcessRuntime;
import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Waits until all processes have been ready once, or one of them shows that it never will be. */
final class Readiness {
    /** A process may fall over another one that is not there yet; one that falls again and again is broken. */
    private static final int TOLERATED_RESTARTS = 2;

    private static final int LAST_LINES = 25;

    private final ProcessRuntime runtime;
    private final Parts parts;
    private final Map<String, CompletableFuture<Void>> ready = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    Readiness(ProcessRuntime runtime, Parts parts) {
        this.runtime = runtime;
        this.parts = parts;
        runtime.observe(this::changed);
    }

    private void changed(ProcessStatus status) {
        switch (status.state()) {
            case ProcessState.Ready _ -> of(status.name()).complete(null);
            case ProcessState.BackingOff(var last, var _, var _)
            when status.restarts() >= TOLERATED_RESTARTS ->
                failure.completeExceptionally(failed(status.name(), last.describe()));
            case ProcessState.Starting _, ProcessState.Unready _, ProcessState.Stopping _ -> {}
            case ProcessState.BackingOff _, ProcessState.Ended _ -> {}
        }
    }

    /**
     * Returns when all of these are, or have been, ready.
     *
     * @throws StartFailedException when one of them ended for the third time, or the time is over
     */
    void await(Collection<String> names, Duration time) throws InterruptedException {
        var all = CompletableFuture.allOf(names.stream().map(this::of).toArray(CompletableFuture<?>[]::new));
        try {
            CompletableFuture.anyOf(all, failure).get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartFailedException failed ? failed : new IllegalStateException(e);
        } catch (TimeoutException _) {
            var late =
                    names.stream().filter(name -> !of(name).isDone()).sorted().collect(Collectors.toList());
            throw failed(late.getFirst(), "not ready after " + time.toSeconds() + " s");
        }
    }

    private CompletableFuture<Void> of(String name) {
        return ready.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    private StartFailedException failed(String name, String problem) {
        return new StartFailedException(name, problem, parts.logFile(name), runtime.logs(name, LAST_LINES));
    }
}
