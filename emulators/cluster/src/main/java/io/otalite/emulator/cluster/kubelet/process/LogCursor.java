package io.otalite.emulator.cluster.kubelet.process;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in a {@link ContainerLog}. A reader that falls behind by more than the log keeps goes on with the oldest
 * line that there is. Used by one thread.
 */
final class LogCursor implements AutoCloseable {
    private final ContainerLog log;
    private @Nullable OpenLogFile file;
    private long known;
    private boolean knownToEnd;

    LogCursor(ContainerLog log) {
        this.log = log;
    }

    /** The next line; empty when there is none yet. */
    Optional<LogLine> next() throws IOException {
        // Asked before anything is read: what is written meanwhile counts as news.
        knownToEnd = log.hasEnded();
        known = log.writes();
        while (true) {
            var open = file == null ? log.open(0) : file;
            file = open;
            // Asked before the file is read: one that is not written any more has then been read to its end.
            var complete = log.currentFile() > open.number();
            var line = open.next();
            if (line.isPresent() || !complete) {
                return line;
            }
            open.close();
            file = log.open(open.number() + 1);
        }
    }

    /** Waits for more than the last {@link #next} saw; false when nothing more will come. */
    boolean awaitMore() throws InterruptedException {
        if (!knownToEnd) {
            log.awaitMore(known);
        }
        return !knownToEnd;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
