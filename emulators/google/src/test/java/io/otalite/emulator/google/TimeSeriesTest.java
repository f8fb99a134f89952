package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric of key use, read with Google's own definition of its answer, which refuses a member it does not know. */
class TimeSeriesTest {
    private static final String METRIC = "metric.type=\"iam.googleapis.com/service_account/key/authn_events_count\"";
    private static final String LIST = "/v3/projects/%s/timeSeries".formatted(PROJECT);

    @TempDir
    Path home;

    private final Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
    private final MutableClock clock = new MutableClock(begin);
    private RunningEmulator emulator;
    private ServiceAccountCredentials backup;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);
        emulator.lags("{\"usageBucketMillis\":10000}");
        backup = emulator.backupKey();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aUseIsAPointOfItsIntervalOnceThatIsOver() throws InvalidProtocolBufferException {
        // Given
        clock.advance(Duration.ofSeconds(3));
        RunningEmulator.exchanged(backup);
        RunningEmulator.exchanged(backup);

        // When
        clock.advance(Duration.ofMillis(6_999));
        var during = list(METRIC);
        clock.advance(Duration.ofMillis(1));
        var after = list(METRIC);

        // Then
        assertThat(during.getTimeSeriesList()).isEmpty();
        assertThat(after.getTimeSeriesList()).singleElement().satisfies(series -> {
            assertThat(series.getMetric().getType())
                    .isEqualTo("iam.googleapis.com/service_account/key/authn_events_count");
            assertThat(series.getMetric().getLabelsMap()).containsOnly(entry("key_id", backup.getPrivateKeyId()));
            assertThat(series.getResource().getType()).isEqualTo("iam_service_account");
            assertThat(series.getResource().getLabelsMap())
                    .containsOnly(entry("project_id", PROJECT), entry("unique_id", backup.getClientId()));
            assertThat(series.getMetricKind()).isEqualTo(MetricKind.DELTA);
            assertThat(series.getValueType()).isEqualTo(ValueType.INT64);
            assertThat(points(series)).containsExactly("0-10: 2");
        });
    }

    @Test
    void theAnswerWritesNumbersAndTimesAsGoogleDoes() {
        // Given
        RunningEmulator.exchanged(backup);
        clock.advance(Duration.ofSeconds(10));

        // When
        var body = get(METRIC, "").body();

        // Then
        assertThat(body)
                .contains("\"value\":{\"int64Value\":\"1\"}")
                .contains("\"interval\":{\"startTime\":\"%s\",\"endTime\":\"%s\"}"
                        .formatted(begin, begin.plusSeconds(10)));
    }

    @Test
    void bothWaysToUseAKeyCountAndARefusedOneDoesNot() throws InvalidProtocolBufferException {
        // Given
        RunningEmulator.exchanged(backup);
        emulator.get(
                "/storage/v1/b/" + BUCKET,
                Assertion.by(backup)
                        .claim("sub", RunningEmulator.BACKUP)
                        .without("aud")
                        .signed());
        emulator.changeKey(backup.getPrivateKeyId(), "disable");
        assertThatThrownBy(() -> RunningEmulator.exchanged(backup)).hasStackTraceContaining("invalid_grant");

        // When
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertThat(list(METRIC + keyId(backup)).getTimeSeriesList())
                .singleElement()
                .satisfies(series -> assertThat(points(series)).containsExactly("0-10: 2"));
    }

    @Test
    void aKeyThatWasNeverUsedHasNoSeries() throws InvalidProtocolBufferException {
        // Given
        RunningEmulator.exchanged(emulator.rotatorKey());

        // When
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertThat(list(METRIC).getTimeSeriesList())
                .extracting(series -> series.getMetric().getLabelsOrThrow("key_id"))
                .containsExactly(emulator.rotatorKey().getPrivateKeyId());
        assertThat(get(METRIC + keyId(backup), "").body()).doesNotContain("timeSeries");
    }

    @Test
    void aPointIsSeenOnlyAfterTheVisibilityDelay() throws InvalidProtocolBufferException {
        // Given
        emulator.lags("{\"usageVisibilityMillis\":60000}");
        RunningEmulator.exchanged(backup);
        clock.advance(Duration.ofMillis(69_999));

        // When
        var before = list(METRIC);
        clock.advance(Duration.ofMillis(1));

        // Then
        assertThat(before.getTimeSeriesList()).isEmpty();
        assertThat(list(METRIC).getTimeSeriesList()).hasSize(1);
    }

    @Test
    void labelsSelectASeries() throws InvalidProtocolBufferException {
        // Given
        var rotator = emulator.rotatorKey();
        RunningEmulator.exchanged(backup);
        RunningEmulator.exchanged(rotator);
        clock.advance(Duration.ofSeconds(10));
        var account = " AND resource.labels.unique_id = \"%s\"".formatted(backup.getClientId());

        // When
        var ofAccount = list(METRIC + account);
        var ofBoth =
                list("metric.labels.key_id=\"%s\"".formatted(backup.getPrivateKeyId()) + account + " AND " + METRIC);
        var ofOther = list(METRIC + account + keyId(rotator));

        // Then
        assertThat(ofAccount.getTimeSeriesList())
                .singleElement()
                .satisfies(series -> assertThat(series.getMetric().getLabelsOrThrow("key_id"))
                        .isEqualTo(backup.getPrivateKeyId()));
        assertThat(ofBoth).isEqualTo(ofAccount);
        assertThat(ofOther.getTimeSeriesList()).isEmpty();
    }

    @Test
    void anIntervalTakesPointsByTheirEnds() throws InvalidProtocolBufferException {
        // Given
        useInFourIntervals();

        // When
        var middle = list(METRIC, begin.plusSeconds(10), begin.plusSeconds(30), "");
        var one = list(METRIC, begin.plusSeconds(20), begin.plusSeconds(20), "");

        // Then
        assertThat(points(middle.getTimeSeries(0))).containsExactly("20-30: 1", "10-20: 1");
        assertThat(points(one.getTimeSeries(0))).containsExactly("10-20: 1");
    }

    @Test
    void pagesHoldPointsAndGoOnWhereTheLastEndedWhateverComesMeanwhile() throws InvalidProtocolBufferException {
        // Given
        var rotator = emulator.rotatorKey();
        useInFourIntervals();
        RunningEmulator.exchanged(rotator);
        clock.advance(Duration.ofSeconds(10));

        // When
        var found = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        var token = "";
        do {
            var page = list(METRIC, begin.minusSeconds(60), begin.plusSeconds(600), "&pageSize=3&pageToken=" + token);
            page.getTimeSeriesList()
                    .forEach(series -> points(series)
                            .forEach(point -> found.add(series.getMetric().getLabelsOrThrow("key_id") + " " + point)));
            sizes.add(page.getTimeSeriesList().stream()
                    .mapToInt(TimeSeries::getPointsCount)
                    .sum());
            RunningEmulator.exchanged(backup);
            clock.advance(Duration.ofSeconds(10));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        // Then
        var id = backup.getPrivateKeyId();
        assertThat(sizes.getFirst()).isEqualTo(3);
        assertThat(found)
                .doesNotHaveDuplicates()
                .containsSubsequence(id + " 30-40: 1", id + " 20-30: 1", id + " 10-20: 1", id + " 0-10: 1")
                .contains(rotator.getPrivateKeyId() + " 40-50: 1");
    }

    @Test
    void theHistoryOutlivesARestartAndATornLine() throws Exception {
        // Given
        RunningEmulator.exchanged(backup);
        emulator.close();
        Files.writeString(emulator.data().resolve("monitoring/usage.log"), "103 torn", StandardOpenOption.APPEND);

        // When
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);
        emulator.lags("{\"usageBucketMillis\":10000}");
        RunningEmulator.exchanged(emulator.backupKey());
        emulator.close();
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);

        // Then
        clock.advance(Duration.ofSeconds(10));
        assertThat(points(list(METRIC).getTimeSeries(0))).containsExactly("0-10: 2");
    }

    @Test
    void theHistoryEndsAfterSixWeeks() throws InvalidProtocolBufferException {
        // Given
        RunningEmulator.exchanged(backup);

        // When
        clock.advance(Duration.ofDays(42));
        var inTime = list(METRIC);
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertThat(inTime.getTimeSeriesList()).hasSize(1);
        assertThat(list(METRIC).getTimeSeriesList()).isEmpty();
    }

    @Test
    void theHistoryHoldsTheNewestHundredThousandPoints() throws Exception {
        // Given
        emulator.close();
        var lines = LongStream.rangeClosed(0, 100_001)
                .map(i -> begin.toEpochMilli() - 2_000_000 + 10 * i)
                .mapToObj(start -> "1 ab %d %d 1\n".formatted(start, start + 10))
                .collect(Collectors.joining());
        Files.writeString(emulator.data().resolve("monitoring/usage.log"), lines);

        // When
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);

        // Then
        var oldest = begin.minusMillis(2_000_000);
        assertThat(list(METRIC, oldest, oldest.plusMillis(20), "").getTimeSeriesList())
                .isEmpty();
        assertThat(list(METRIC, oldest, oldest.plusMillis(30), "").getTimeSeriesList())
                .hasSize(1);
    }

    @Test
    void intervalsOfAnotherLengthDoNotOverlapThoseBefore() throws InvalidProtocolBufferException {
        // Given
        useAfter(0, 10_000);
        useAfter(12, 20_000);
        useAfter(4, 4_000);

        // When
        useAfter(5, 4_000);

        // Then
        clock.advance(Duration.ofSeconds(10));
        assertThat(points(list(METRIC).getTimeSeries(0))).containsExactly("20-24: 1", "10-20: 2", "0-10: 1");
    }

    private void useAfter(long seconds, long bucketMillis) {
        clock.advance(Duration.ofSeconds(seconds));
        emulator.lags("{\"usageBucketMillis\":%d}".formatted(bucketMillis));
        RunningEmulator.exchanged(backup);
    }

    private void useInFourIntervals() {
        for (var i = 0; i < 4; i++) {
            RunningEmulator.exchanged(backup);
            clock.advance(Duration.ofSeconds(10));
        }
    }

    private static String keyId(ServiceAccountCredentials key) {
        return " AND metric.labels.key_id = \"%s\"".formatted(key.getPrivateKeyId());
    }

    /** Points as they come: seconds from the begin of the test, and the count. */
    private List<String> points(TimeSeries series) {
        return series.getPointsList().stream()
                .map(point -> "%d-%d: %d"
                        .formatted(
                                point.getInterval().getStartTime().getSeconds() - begin.getEpochSecond(),
                                point.getInterval().getEndTime().getSeconds() - begin.getEpochSecond(),
                                point.getValue().getInt64Value()))
                .toList();
    }

    private ListTimeSeriesResponse list(String filter) throws InvalidProtocolBufferException {
        return list(filter, begin.minusSeconds(60), begin.plusSeconds(600), "");
    }

    private ListTimeSeriesResponse list(String filter, Instant start, Instant end, String more)
            throws InvalidProtocolBufferException {
        var response = ListTimeSeriesResponse.newBuilder();
        JsonFormat.parser().merge(get(filter, start, end, more).body(), response);
        return response.build();
    }

    private HttpResponse<String> get(String filter, String more) {
        return get(filter, begin.minusSeconds(60), begin.plusSeconds(600), more);
    }

    private HttpResponse<String> get(String filter, Instant start, Instant end, String more) {
        var path = LIST
                + "?view=FULL&interval.startTime=%s&interval.endTime=%s&filter=%s%s"
                        .formatted(start, end, encoded(filter), more);
        return emulator.get(path, ADMIN_TOKEN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
