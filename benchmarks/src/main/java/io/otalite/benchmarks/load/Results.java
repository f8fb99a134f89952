package io.otalite.benchmarks.load;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a measurement showed.
 *
 * @param signing null where {@link Scenario#MANY_FACTORIES} was not measured
 * @param ended why the measurement ended before its time; null when it did not
 */
public record Results(
        List<PublishFigures> publishing,
        List<DrainFigures> draining,
        @Nullable SigningCost signing,
        @Nullable String ended) {

    public Results {
        publishing = List.copyOf(publishing);
        draining = List.copyOf(draining);
    }

    /** Whether every request of every scenario was answered with a published version. */
    public boolean withoutFailure() {
        return publishing.stream().allMatch(figures -> figures.failed() == 0);
    }

    /** The rate of the archive in proportion to that of the plain loop; empty where no backlog was measured. */
    public Optional<Double> drainRatio() {
        return rate(Scenarios.BACKLOG_ARCHIVED)
                .flatMap(archive -> rate(Scenarios.BACKLOG_PLAIN).map(plain -> archive / plain));
    }

    private Optional<Double> rate(String run) {
        return draining.stream()
                .filter(figures -> figures.run().equals(run))
                .map(DrainFigures::perSecond)
                .filter(rate -> rate > 0)
                .findFirst();
    }
}
