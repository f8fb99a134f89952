package io.otalite.local.system;

import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Waits until all processes have been ready once, or one of them shows that it never will be. */
final class Readiness {
    /** A process may fall over another one that is not there yet; one that falls again and again is broken. */
    private static final int TOLERATED_RESTARTS = 2;

    private static final int LAST_LINES = 25;

    private final Output output;
    private final Function<String, Path> logFile;
    private final Map<String, CompletableFuture<Void>> ready = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    /** The last lines of what a process wrote, oldest first. */
    @FunctionalInterface
    interface Output {
        List<String> lastLines(String name, int lines);
    }

    /** @param logFile where all of it is */
    Readiness(Output output, Function<String, Path> logFile) {
        this.output = output;
        this.logFile = logFile;
    }

    /** To be told of every change. */
    void changed(ProcessStatus status) {
        switch (status.state()) {
            case ProcessState.Ready _ -> of(status.name()).complete(null);
            case ProcessState.BackingOff(var last, var _, var _)
            when status.restarts() >= TOLERATED_RESTARTS ->
                failure.completeExceptionally(failed(status.name(), last.describe()));
            case ProcessState.BackingOff(var last, var _, var _) -> problems.put(status.name(), last.describe());
            case ProcessState.Starting _, ProcessState.Unready _, ProcessState.Stopping _, ProcessState.Ended _ -> {}
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
            var problem = Optional.ofNullable(problems.get(late.getFirst())).map(text -> ", " + text);
            throw failed(late.getFirst(), "not ready after %d s%s".formatted(time.toSeconds(), problem.orElse("")));
        }
    }

    private CompletableFuture<Void> of(String name) {
        return ready.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    private StartFailedException failed(String name, String problem) {
        return new StartFailedException(name, problem, logFile.apply(name), output.lastLines(name, LAST_LINES));
    }
}
