package io.otalite.emulator.cluster.kubelet;

/** How a container is shown that crashed and waits for its next start; both are seen in the field. */
public enum CrashDisplay {
    /** Waiting, for the reason {@code CrashLoopBackOff}. */
    CRASH_LOOP_BACK_OFF,
    /** Terminated, for the reason of its end; only the restart count tells. */
    TERMINATED
}
