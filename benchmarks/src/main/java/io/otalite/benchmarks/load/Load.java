package io.otalite.benchmarks.load;

import io.otalite.benchmarks.sample.SampleTargets;
import java.time.Duration;
import java.util.List;

/**
 * One stretch of load: clients that change one Target at a time, each in a factory taken at random.
 *
 * @param name in the results
 * @param factories that exist and have these Targets
 * @param clients how many requests are under way at most
 * @param warmUp is not measured
 * @param measured follows the warm-up
 * @param seed the same seed takes factories and Targets in the same order
 */
record Load(
        String name,
        List<String> factories,
        SampleTargets targets,
        int clients,
        Pace pace,
        Duration warmUp,
        Duration measured,
        long seed) {

    Load {
        factories = List.copyOf(factories);
    }

    Load with(Pace otherPace, int otherClients) {
        return new Load(name, factories, targets, otherClients, otherPace, warmUp, measured, seed);
    }
}
