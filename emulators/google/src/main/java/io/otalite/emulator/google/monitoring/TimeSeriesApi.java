package io.otalite.emulator.google.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code projects.timeSeries.list} for one metric: how often each key was used. A key that was never used has no series, and
 * an interval without a use no point.
 */
public final class TimeSeriesApi {
    private final UsageHistory history;
    private final Authenticator authenticator;
    private final String project;
    private final Clock clock;
    private final Supplier<Duration> visibility;

    /** @param visibility from the end of an interval until it is shown; asked for each call */
    public TimeSeriesApi(
            UsageHistory history,
            Authenticator authenticator,
            String project,
            Clock clock,
            Supplier<Duration> visibility) {
        this.history = history;
        this.authenticator = authenticator;
        this.project = project;
        this.clock = clock;
        this.visibility = visibility;
    }

    public void addTo(Router router) {
        router.route("GET", "/v3/projects/{project}/timeSeries", this::list);
    }

    private Answer list(Request request) {
        authenticator.authenticate(request).require(Permission.TIME_SERIES_LIST);
        if (!request.path("project").equals(project)) {
            throw ApiException.notFound("Project %s does not exist.".formatted(request.path("project")));
        }
        var query = SeriesQuery.of(request.query());
        var points = history.endedBy(clock.instant().minus(visibility.get()), query::wants);
        var page = points.subList(0, Math.min(query.pageSize(), points.size()));
        var body = Json.object();
        bySeries(page).forEach((series, own) -> body.withArray("timeSeries").add(json(series, own)));
        if (page.size() < points.size()) {
            body.put("nextPageToken", PageToken.of(page.getLast()));
        }
        return Response.ok(body.put("unit", "1"));
    }

    private static LinkedHashMap<UsageSeries, List<UsagePoint>> bySeries(List<UsagePoint> points) {
        return points.stream()
                .collect(Collectors.groupingBy(UsagePoint::series, LinkedHashMap::new, Collectors.toList()));
    }

    private ObjectNode json(UsageSeries series, List<UsagePoint> points) {
        var json = Json.object();
        var metric = json.putObject("metric");
        metric.putObject("labels").put("key_id", series.keyId());
        metric.put("type", SeriesFilter.METRIC);
        var resource = json.putObject("resource").put("type", "iam_service_account");
        resource.putObject("labels").put("project_id", project).put("unique_id", series.uniqueId());
        json.put("metricKind", "DELTA").put("valueType", "INT64");
        points.forEach(point -> json.withArray("points").add(json(point)));
        return json;
    }

    private static ObjectNode json(UsagePoint point) {
        var json = Json.object();
        json.putObject("interval")
                .put("startTime", point.start().toString())
                .put("endTime", point.end().toString());
        json.putObject("value").put("int64Value", Long.toString(point.count()));
        return json;
    }
}
