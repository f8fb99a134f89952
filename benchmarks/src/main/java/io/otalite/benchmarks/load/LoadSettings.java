package io.otalite.benchmarks.load;

import java.time.Duration;

/**
 * How large a measurement is.
 *
 * @param factories of the scenarios with many
 * @param targets in each of them
 * @param largeTargets in the factory of {@link Scenario#LARGE_DOCUMENT}
 * @param clients of the closed loops; at a rate there may be four times as many
 * @param warmUp before each measurement, not measured
 * @param measured in each scenario
 * @param seed of the choice of factories and Targets
 */
public record LoadSettings(
        int factories, int targets, int largeTargets, int clients, Duration warmUp, Duration measured, long seed) {

    public LoadSettings {
        if (factories < 1 || targets < 1 || largeTargets < 1 || clients < 1) {
            throw new LoadException("Factories, Targets and clients are at least one each");
        }
        if (warmUp.isNegative() || !measured.isPositive()) {
            throw new LoadException("The measured time is above zero, and the warm-up not below it");
        }
    }
}
