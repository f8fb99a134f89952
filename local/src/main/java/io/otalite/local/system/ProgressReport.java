package io.otalite.local.system;

import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells of changes of state in the words of {@link Progress}. */
final class ProgressReport {
    private final Consumer<Progress> progress;
    private final Map<String, Instant> starts = new ConcurrentHashMap<>();

    ProgressReport(Consumer<Progress> progress) {
        this.progress = progress;
    }

    /** It was asked for at this time, by somebody who does not tell when it begins. */
    void asked(String name, Instant when) {
        starts.put(name, when);
    }

    void changed(ProcessStatus status) {
        var name = status.name();
        switch (status.state()) {
            case ProcessState.Starting(var _, var since) -> starts.putIfAbsent(name, since);
            case ProcessState.Ready(var _, var since) -> {
                var start = Optional.ofNullable(starts.remove(name));
                progress.accept(start.<Progress>map(begin -> new Progress.Ready(name, Duration.between(begin, since)))
                        .orElseGet(() -> new Progress.Recovered(name)));
            }
            case ProcessState.Unready(var _, var _, var reason) -> progress.accept(new Progress.Unready(name, reason));
            case ProcessState.BackingOff(var last, var _, var pause) ->
                progress.accept(new Progress.Restarting(name, last.describe(), pause));
            case ProcessState.Ended _ -> progress.accept(new Progress.Stopped(name));
            case ProcessState.Stopping _ -> {}
        }
    }
}
