package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be asked of the metric of key use: the answer says so, rather than something else. */
class TimeSeriesRefusalsTest {
    private static final String METRIC = "metric.type=\"iam.googleapis.com/service_account/key/authn_events_count\"";
    private static final String LIST = "/v3/projects/%s/timeSeries".formatted(PROJECT);
    private static final String NOW = "2026-01-01T00:00:00Z";

    @TempDir
    static Path home;

    private static RunningEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metric.labels.key_id=\"a\"",
                "METRIC OR METRIC",
                "METRIC AND METRIC",
                "METRIC AND resource.labels.project_id=\"p\"",
                "METRIC AND metric.labels.key_id!=\"a\"",
                "METRIC AND metric.labels.key_id=a",
                "METRIC AND",
                "metric.type=starts_with(\"iam\")"
            })
    void aFilterThatIsNotOfferedIsRefused(String filter) {
        // When
        var answer = get(filter.replace("METRIC", METRIC));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&view=HEADERS",
                "&aggregation.alignmentPeriod=60s",
                "&pageSize=-1",
                "&pageToken=x",
                "&interval.startTime=yesterday",
                "&interval.startTime=2100-01-01T00:00:00Z"
            })
    void whatIsNotOfferedIsRefused(String more) {
        // Given
        var path = LIST + "?filter=" + encoded(METRIC) + "&interval.endTime=" + NOW;

        // When
        var answer = emulator.get(path + more, ADMIN_TOKEN);

        // Then
        assertThat(emulator.get(path, ADMIN_TOKEN).statusCode()).isEqualTo(200);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        // When
        var metric = get("metric.type=\"iam.googleapis.com/service_account/authn_events_count\"");
        var project = emulator.get("/v3/projects/other/timeSeries", ADMIN_TOKEN);

        // Then
        assertThat(metric.statusCode()).isEqualTo(404);
        assertThat(project.statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(String filter) {
        return emulator.get(LIST + "?interval.endTime=%s&filter=%s".formatted(NOW, encoded(filter)), ADMIN_TOKEN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
