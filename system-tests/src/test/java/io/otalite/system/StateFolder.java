package io.otalite.system;

import io.otalite.local.system.StateDirectory;
import io.otalite.process.LocalProcesses;
import io.otalite.process.ProcessMark;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The state directory of a test: below {@code target}, so that the logs of the processes are still there when it failed,
 * and empty at every start.
 */
final class StateFolder {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private StateFolder() {}

    /** A folder that does not exist; what an earlier, interrupted run left of it, processes included, is removed. */
    static Path empty(String name) throws InterruptedException {
        var folder = Path.of("target", "systems", name).toAbsolutePath();
        if (StateDirectory.exists(folder)) {
            var old = StateDirectory.open(folder);
            try (var processes = new LocalProcesses(new ProcessMark(old.id()), Clock.systemUTC())) {
                processes.stopLeftovers(GRACE);
            }
            old.delete();
        }
        return folder;
    }
}
