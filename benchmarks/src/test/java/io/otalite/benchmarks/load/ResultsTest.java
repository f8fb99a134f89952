package io.otalite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final LoadSettings SETTINGS =
            new LoadSettings(100, 100, 4_800, 8, Duration.ofSeconds(20), Duration.ofSeconds(30), 1);

    @TempDir
    private Path folder;

    private static PublishFigures figures(Map<String, Long> failures) {
        var micros = Latency.histogramOfMicros();
        micros.recordValueWithCount(12_000, 600);
        return new PublishFigures(
                "many-factories",
                100,
                100,
                8,
                "closed loop",
                30,
                600,
                new TreeMap<>(failures),
                Latency.of(micros),
                Latency.of(micros),
                new TreeMap<>(Map.of("api-service", 15.0)));
    }

    private static Results results(Map<String, Long> failures) {
        var draining = List.of(
                new DrainFigures(Scenarios.BACKLOG_ARCHIVED, 901, 2.5, 10),
                new DrainFigures(Scenarios.BACKLOG_PLAIN, 901, 0, 9));
        return new Results(List.of(figures(failures)), draining, new SigningCost(6, 3), null);
    }

    @Test
    void theFileHasWhatIsNeededToJudgeTheFigures() throws IOException {
        // Given
        var file = ResultFile.reserve(folder.resolve("results"), "publish", Instant.parse("2026-05-01T23:59:59Z"));

        // When
        file.write(SETTINGS, results(Map.of()));

        // Then
        var json = new ObjectMapper().readTree(file.path().toFile());
        assertThat(file.path()).hasFileName("2026-05-01-publish.json");
        assertThat(json.at("/settings/clients").intValue()).isEqualTo(8);
        assertThat(json.at("/machine/processors").intValue()).isPositive();
        assertThat(json.at("/results/publishing/0/perSecond").doubleValue()).isEqualTo(20);
        assertThat(json.at("/results/publishing/0/cpuSeconds/api-service").doubleValue())
                .isEqualTo(15);
        assertThat(json.at("/results/publishing/0/publish/histogram").textValue())
                .isNotBlank();
        assertThat(json.at("/results/signing/ratio").doubleValue()).isEqualTo(2);
        assertThat(json.at("/archiveToPlainLoop").doubleValue()).isEqualTo(0.9);
    }

    @Test
    void theTableHasTheFiguresThatTheBudgetsAreAbout() {
        // Given
        var out = new StringWriter();

        // When
        new SummaryTable(new PrintWriter(out)).print(results(Map.of()));

        // Then
        assertThat(out.toString())
                .contains("many-factories", "20.0", "12.0")
                .contains("api-service 0.50")
                .contains("proportion to the plain loop: 0.90")
                .contains("ratio 2.0");
    }

    @Test
    void givenAFailedRequest_whenTheResultsAreJudged_thenTheyAreNotWithoutFailure() {
        assertThat(results(Map.of()).withoutFailure()).isTrue();
        assertThat(results(Map.of("HTTP 503", 1L)).withoutFailure()).isFalse();
    }
}
