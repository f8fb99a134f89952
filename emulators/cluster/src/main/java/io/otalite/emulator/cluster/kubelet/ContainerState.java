package io.otalite.emulator.cluster.kubelet;

import java.time.Instant;

/** How one run of a container is. */
public sealed interface ContainerState {

    /** @param run the restart count it was started with */
    int run();

    record Running(int run, Instant startedAt) implements ContainerState {}

    /**
     * @param exitCode 128 + signal for a killed process
     * @param reason {@code Completed}, {@code Error}, {@code OOMKilled}, {@code ContainerCannotRun}
     * @param message what the process had to say at last; empty when nothing
     */
    record Ended(int run, int exitCode, String reason, String message, Instant startedAt, Instant endedAt)
            implements ContainerState {}
}
