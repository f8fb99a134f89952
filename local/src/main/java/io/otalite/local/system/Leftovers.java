package io.otalite.local.system;

import io.otalite.process.LocalProcesses;
import io.otalite.process.LocalProcesses.Leftover;
import io.otalite.process.ProcessMark;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an earlier system left running when it was killed: its processes, and the pods of its cluster. */
public final class Leftovers {
    private Leftovers() {}

    /**
     * Stops all of it: asks each to end, and kills what has not ended after the grace period. To be called by whoever holds
     * the lock of the state.
     *
     * @return what was found
     */
    public static List<Leftover> stop(StateDirectory state, Duration grace, Clock clock) throws InterruptedException {
        var stopped = new ArrayList<Leftover>();
        for (var owner : state.owners()) {
            try (var processes = new LocalProcesses(new ProcessMark(owner), clock)) {
                stopped.addAll(processes.stopLeftovers(grace));
            }
        }
        return stopped;
    }
}
