package io.otalite.local.system;

import io.otalite.process.ProcessStatus;
import java.util.Optional;
import java.util.OptionalLong;

/** One part of a running system, for tests that take it away and give it back: a process, or a Deployment with one pod. */
public interface ManagedProcess {

    String name();

    /** Empty after {@link #stop}. */
    Optional<ProcessStatus> status();

    /** Asks it to end, as at the end of the system, and keeps it stopped. */
    void stop();

    /** Starts it again after {@link #stop}; returns before it is ready. */
    void start();

    /** Empty while there is no process. */
    default OptionalLong pid() {
        return status().map(status -> status.state().processId()).orElse(OptionalLong.empty());
    }

    default boolean isReady() {
        return status().map(ProcessStatus::ready).orElse(false);
    }

    /**
     * Kills it without warning (SIGKILL); whoever supervises it starts it again as after any crash.
     *
     * @return whether there was a process to kill
     */
    default boolean kill() {
        var pid = pid();
        return pid.isPresent()
                && ProcessHandle.of(pid.getAsLong())
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
    }
}
