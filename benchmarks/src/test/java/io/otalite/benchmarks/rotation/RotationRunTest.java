package io.otalite.benchmarks.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RotationRunTest {
    @Test
    void aFewRotationsAreMeasuredFromTheirPlanToTheirEnd() throws InterruptedException {
        try (var run = new RotationRun(Clock.systemUTC())) {
            // When
            var figures = run.run(5, Duration.ofSeconds(30));

            // Then
            assertThat(figures.completed()).isEqualTo(5);
            assertThat(figures.steps()).isEqualTo(5 * 15);
            assertThat(figures.step().count()).isEqualTo(figures.steps());
            assertThat(figures.heapInFlightBytes()).isPositive();
        }
    }
}
