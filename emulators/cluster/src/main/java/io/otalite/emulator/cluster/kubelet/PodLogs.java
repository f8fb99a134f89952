package io.otalite.emulator.cluster.kubelet;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What containers write. */
public interface PodLogs {

    /**
     * Which lines are wanted.
     *
     * @param previous those of the run before the present one
     * @param follow go on until the run ends or the reader is gone
     * @param timestamps an RFC 3339 time before each line
     */
    record Wanted(
            boolean previous,
            boolean follow,
            boolean timestamps,
            OptionalInt tailLines,
            Optional<Instant> since,
            OptionalLong limitBytes) {}

    /** Whether there is such a run. */
    boolean exists(ContainerRef container, boolean previous);

    /**
     * Writes the lines and flushes after each of them.
     *
     * @throws IOException when the reader is gone
     */
    void copy(ContainerRef container, Wanted wanted, OutputStream out) throws IOException, InterruptedException;
}
