package io.otalite.process;

import java.time.Duration;

/**
 * A question asked again and again.
 *
 * @param period from the end of one question to the next
 * @param timeout an answer that takes longer has failed
 * @param failureThreshold failures in a row before the state changes, at least 1; one success changes it back
 */
public record Probe(ProbeAction action, Duration period, Duration timeout, int failureThreshold) {

    public Probe {
        if (failureThreshold < 1 || !period.isPositive() || !timeout.isPositive()) {
            throw new IllegalArgumentException("A probe needs a positive period, timeout and failure threshold");
        }
    }
}
