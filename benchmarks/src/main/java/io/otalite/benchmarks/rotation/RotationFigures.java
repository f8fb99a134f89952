package io.otalite.benchmarks.rotation;

import io.otalite.benchmarks.load.Latency;

/**
 * What a run has shown.
 *
 * @param completed how many rotations ended with the new credential in its places
 * @param inFlight how many were under way when their memory was measured
 * @param heapBeforeBytes alive before the first began
 * @param heapInFlightBytes alive with them under way, while steps were taken
 * @param steps taken in all
 * @param seconds from the first step to the last
 * @param step the time of one, from its claim's hand-over to its record
 */
public record RotationFigures(
        int completed,
        int inFlight,
        long heapBeforeBytes,
        long heapInFlightBytes,
        long steps,
        double seconds,
        Latency step) {
    public double stepsPerSecond() {
        return steps / seconds;
    }
}
