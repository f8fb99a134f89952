package io.otalite.local.system;

import io.otalite.process.ProcessRuntime;
import io.otalite.process.ProcessSpec;
import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** One process of a running system, for tests that take it away and give it back. */
public final class ManagedProcess {
    private final ProcessRuntime runtime;
    private final ProcessSpec spec;

    ManagedProcess(ProcessRuntime runtime, ProcessSpec spec) {
        this.runtime = runtime;
        this.spec = spec;
    }

    public String name() {
        return spec.name();
    }

    public Path logFile() {
        return spec.launch().logFile();
    }

    /** Empty after {@link #stop}. */
    public Optional<ProcessStatus> status() {
        return runtime.status(spec.name());
    }

    /** Empty while there is no process. */
    public OptionalLong pid() {
        return status().map(ProcessStatus::state).map(ProcessState::processId).orElse(OptionalLong.empty());
    }

    public boolean isReady() {
        return status().map(ProcessStatus::ready).orElse(false);
    }

    /**
     * Kills it without warning (SIGKILL); its supervisor starts it again as after any crash.
     *
     * @return whether there was a process to kill
     */
    public boolean kill() {
        var pid = pid();
        return pid.isPresent()
                && ProcessHandle.of(pid.getAsLong())
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
    }

    /** Stops it as at the end of the system, and keeps it stopped. */
    public void stop() {
        runtime.stop(spec.name());
    }

    /** Starts it again after {@link #stop}; returns before it is ready. */
    public void start() {
        runtime.start(spec);
    }
}
