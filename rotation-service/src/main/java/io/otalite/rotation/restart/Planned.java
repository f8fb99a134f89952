package io.otalite.rotation.restart;

/**
 * A consumer at its place in the order of restarts: lower turns first, then fewer replicas, then by name.
 *
 * @param turn when it comes
 * @param replicas how many pods it wants
 */
public record Planned(Consumer consumer, Turn turn, int replicas) {
    /** In this order. */
    public enum Turn {
        ORDINARY,
        /** Declared to be critical, by annotation. */
        CRITICAL,
        /** This service itself: the pod that restarts it is replaced by it. */
        OWN
    }
}
