package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.client.http.GenericUrl;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Usage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When keys were used, by the metric of Cloud Monitoring that counts their exchanges for tokens. A key that was never used has no series;
 * so silence is only believed while the metric is seen to work: some key of the account has been counted within a week.
 */
final class KeyMetric {
    private static final String METRIC = "iam.googleapis.com/service_account/key/authn_events_count";
    private static final Duration EVIDENCE = Duration.ofDays(7);
    private static final int PAGE = 10_000;

    /** Ten keys have ten thousand points in a week. */
    private static final int MOST_PAGES = 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final GoogleAccess google;
    private final IamKeys keys;
    private final Duration visibilityDelay;
    private final Clock clock;

    KeyMetric(GoogleAccess google, IamKeys keys, Duration visibilityDelay, Clock clock) {
        this.google = google;
        this.keys = keys;
        this.visibilityDelay = visibilityDelay;
        this.clock = clock;
    }

    /** A span of time in which a key was used. */
    private record Point(String keyId, Instant start, Instant end) {}

    Usage of(String account, String id, Instant since) {
        var now = clock.instant();
        List<Point> points;
        try {
            points = points(keys.account(account).getUniqueId(), earlier(since, now.minus(EVIDENCE)), now);
        } catch (IssuerRefusedException unknown) {
            return new Usage.Unknown(String.valueOf(unknown.getMessage()));
        } catch (IOException failure) {
            return unanswered(failure);
        } catch (DateTimeException unreadable) {
            return new Usage.Unknown("What Cloud Monitoring answers cannot be read");
        }
        return points.stream()
                .filter(point -> point.keyId.equals(id) && !point.start.isBefore(since))
                .map(Point::end)
                .max(Instant::compareTo)
                .<Usage>map(last -> new Usage.Used(earlier(last, now)))
                .orElseGet(() -> points.stream().anyMatch(point -> point.end.isAfter(now.minus(EVIDENCE)))
                        ? new Usage.Silent(now.minus(visibilityDelay))
                        : new Usage.Unknown(
                                "Cloud Monitoring has counted no key of %s for a week, so it may not count at all"
                                        .formatted(account)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Only what asking again does not change is an answer. */
    private static Usage unanswered(IOException failure) {
        var status = Failures.status(failure);
        if (status.equals(Optional.of(HttpURLConnection.HTTP_FORBIDDEN))) {
            return new Usage.Unknown("There is no permission to read the use of keys (monitoring.timeSeries.list)");
        }
        throw new IssuerUnavailableException(
                status.map(code -> "Cloud Monitoring answers HTTP " + code)
                        .orElse("Cloud Monitoring gives no answer that can be read"),
                failure);
    }

    private List<Point> points(String uniqueId, Instant from, Instant until) throws IOException {
        var url = new GenericUrl("%s/v3/projects/%s/timeSeries".formatted(google.root("monitoring"), google.project()));
        url.set("filter", "metric.type=\"%s\" AND resource.labels.unique_id=\"%s\"".formatted(METRIC, uniqueId));
        url.set("interval.startTime", from.truncatedTo(ChronoUnit.SECONDS).toString());
        url.set("interval.endTime", until.toString());
        url.set("view", "FULL");
        url.set("pageSize", PAGE);
        var requests = google.requests().open();
        var points = new ArrayList<Point>();
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = JSON.readTree(requests.buildGetRequest(url).execute().parseAsString());
            answer.path("timeSeries").forEach(series -> read(series, points));
            var next = answer.path("nextPageToken").asText();
            if (next.isEmpty()) {
                return points;
            }
            url.set("pageToken", next);
        }
        throw new IOException("more points than there can be");
    }

    private static void read(JsonNode series, List<Point> points) {
        var id = series.path("metric").path("labels").path("key_id").asText();
        for (var point : series.path("points")) {
            var interval = point.path("interval");
            if (point.path("value").path("int64Value").asLong() > 0) {
                points.add(new Point(
                        id,
                        Instant.parse(interval.path("startTime").asText()),
                        Instant.parse(interval.path("endTime").asText())));
            }
        }
    }
}
