package io.otalite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.benchmarks.sample.SampleTargets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadRunTest {
    private static final Duration MEASURED = Duration.ofMillis(400);

    private final ArchiveLedger ledger = new ArchiveLedger();

    private static Load load(Pace pace, Duration warmUp) {
        return new Load("test", List.of("load-000", "load-001"), SampleTargets.of(5), 3, pace, warmUp, MEASURED, 1);
    }

    private PublishFigures run(Load load, StubApi stub) throws InterruptedException {
        try (var api = new PublishClient(stub.uri(), "token")) {
            return new LoadRun(load, api, ledger, () -> CpuTime.of(Map.of())).run();
        }
    }

    @Test
    void everyRequestIsCountedOnceAsPublishedOrByTheCauseOfItsFailure() throws IOException, InterruptedException {
        // Given
        try (var stub = new StubApi(Duration.ZERO)) {
            // When
            var figures = run(load(new Pace.ClosedLoop(), Duration.ZERO), stub);

            // Then
            assertThat(figures.published() + figures.failed()).isEqualTo(stub.requests());
            assertThat(figures.failures()).containsOnlyKeys("HTTP 503");
            assertThat(figures.failed()).isEqualTo(stub.requests() / 5);
            assertThat(figures.publish().count()).isEqualTo(figures.published());
            assertThat(ledger.missing()).isEqualTo((int) figures.published());
            assertThat(figures.cpuSeconds()).containsOnlyKeys(CpuTime.LOAD_GENERATOR);
        }
    }

    @Test
    void whatIsAskedDuringTheWarmUpIsNotCounted() throws IOException, InterruptedException {
        // Given
        try (var stub = new StubApi(Duration.ZERO)) {
            // When
            var figures = run(load(new Pace.AtRate(100), MEASURED), stub);

            // Then
            assertThat(stub.requests()).isEqualTo(80);
            assertThat(figures.published() + figures.failed()).isEqualTo(40);
        }
    }

    @Test
    void givenARateAndAServerThatStopsAnswering_whenItAnswersAgain_thenTheWaitingOfLaterRequestsIsPartOfTheirTime()
            throws IOException, InterruptedException {
        // Given
        try (var stub = new StubApi(Duration.ofMillis(300))) {
            // When
            var figures = run(load(new Pace.AtRate(100), Duration.ZERO), stub);

            // Then
            // Three clients wait in the server; the requests of the other 27 turns wait for a client.
            assertThat(figures.published() + figures.failed()).isEqualTo(40);
            assertThat(figures.publish().p50Millis()).isGreaterThan(50);
        }
    }
}
