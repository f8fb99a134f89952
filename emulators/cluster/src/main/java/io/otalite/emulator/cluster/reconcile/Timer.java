package io.otalite.emulator.cluster.reconcile;

import java.time.Instant;

/** Calls back at a time of the injected clock. */
@FunctionalInterface
public interface Timer {

    /** Runs the action on the thread of the loop as soon as the time has come; may be called from any thread. */
    void at(Instant when, Runnable action);
}
