package io.otalite.emulator.cluster.kubelet;

import java.time.Instant;

/** How one run of a container is. */
public sealed interface ContainerState {

    /** @param run the restart count it was started with */
    int run();

    /**
     * @param id what the runtime calls the run, such as {@code process://4711}; empty when it has no name of its own, or not
     *     yet
     */
    record Running(int run, String id, Instant startedAt) implements ContainerState {}

    /**
     * @param exitCode 128 + signal for a killed process
     * @param reason {@code Completed}, {@code Error}, {@code OOMKilled}, {@code ContainerCannotRun}
     * @param message what the process had to say at last; empty when nothing
     */
    record Ended(int run, int exitCode, String reason, String message, Instant startedAt, Instant endedAt)
            implements ContainerState {}
}
