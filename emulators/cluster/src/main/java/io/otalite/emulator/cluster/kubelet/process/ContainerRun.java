package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerState;
import io.otalite.process.Ending;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a container: a process, what it writes, and how it is. */
final class ContainerRun {
    /** The exit code of a shell for a program that it cannot run. */
    static final int CANNOT_RUN = 127;

    private static final Logger LOG = LoggerFactory.getLogger(ContainerRun.class);
    private static final int KILLED = 137;
    private static final int LAST_LINES = 10;
    /** Of the message about an end; as much as a kubelet takes from a log. */
    private static final int MESSAGE_LENGTH = 2048;

    private final ContainerSpec spec;
    private final MountPaths mounts;
    private final ContainerLog log;
    private volatile ContainerState state;

    ContainerRun(ContainerSpec spec, MountPaths mounts, ContainerLog log, Instant startedAt) {
        this.spec = spec;
        this.mounts = mounts;
        this.log = log;
        this.state = new ContainerState.Running(spec.run(), "", startedAt);
    }

    ContainerRef container() {
        return spec.ref();
    }

    MountPaths mounts() {
        return mounts;
    }

    ContainerState state() {
        return state;
    }

    boolean isAlive() {
        return state instanceof ContainerState.Running;
    }

    /** A name for the process that no other run has. */
    String processName() {
        return "%s-%s-%d".formatted(container().pod().uid(), container().container(), spec.run());
    }

    /** Takes down which process it is. */
    void runsAs(long pid) {
        if (state instanceof ContainerState.Running running) {
            state = new ContainerState.Running(spec.run(), "process://" + pid, running.startedAt());
        }
    }

    /** Takes down how the process ended; its last words are in the log by now. */
    void end(Ending ending, Instant now) {
        var lastLines = lastLines();
        switch (ending) {
            case Ending.Exited(var code) when code == 0 -> end(code, "Completed", "", now);
            case Ending.Exited(var code)
            when JvmLimits.wasOutOfMemory(code, lastLines) -> end(KILLED, "OOMKilled", message(lastLines), now);
            case Ending.Exited(var code) -> end(code, "Error", message(lastLines), now);
            case Ending.NotLaunched(var reason) -> end(CANNOT_RUN, "ContainerCannotRun", reason, now);
            case Ending.NeverStarted(var reason) -> end(KILLED, "Error", reason, now);
        }
    }

    private void end(int code, String reason, String message, Instant now) {
        var startedAt = state instanceof ContainerState.Running running ? running.startedAt() : now;
        state = new ContainerState.Ended(spec.run(), code, reason, message, startedAt, now);
    }

    private List<String> lastLines() {
        try {
            log.close();
            return log.tail(LAST_LINES);
        } catch (IOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("container", container())
                    .log("The log of a container that ended cannot be read");
            return List.of();
        }
    }

    private String message(List<String> lines) {
        if (!spec.isLogShownOnError()) {
            return "";
        }
        var text = String.join("\n", lines);
        return text.substring(Math.max(0, text.length() - MESSAGE_LENGTH));
    }
}
