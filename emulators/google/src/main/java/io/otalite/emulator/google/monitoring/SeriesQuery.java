package io.otalite.emulator.google.monitoring;

import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Parameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code timeSeries.list} asks for. Points count by their ends, which are after {@code start} and up to {@code end};
 * with one time for both, they are at that time.
 *
 * @param pageSize most points of an answer
 * @param after the last point of the page before
 */
record SeriesQuery(SeriesFilter filter, Instant start, Instant end, int pageSize, Optional<UsagePoint> after) {
    private static final String END = "interval.endTime";
    private static final String START = "interval.startTime";
    private static final int LARGEST_PAGE = 100_000;
    /** What is offered; the last two, which clients add to any call, change nothing here. */
    private static final Set<String> NAMES =
            Set.of("filter", START, END, "view", "pageSize", "pageToken", "alt", "prettyPrint");

    /** @throws ApiException 400 when it makes no sense, or asks for what is not offered, such as an aggregation */
    static SeriesQuery of(Parameters parameters) {
        for (var name : parameters.names()) {
            if (!NAMES.contains(name)) {
                throw ApiException.invalid("Parameter %s is not offered by this emulator.".formatted(name));
            }
        }
        if (!parameters.one("view").orElse("FULL").equals("FULL")) {
            throw ApiException.invalid("view must be FULL here.");
        }
        var filter = SeriesFilter.parse(parameters.required("filter"));
        var end = time(END, parameters.required(END));
        var start = parameters.one(START).map(text -> time(START, text)).orElse(end);
        if (start.isAfter(end)) {
            throw ApiException.invalid("%s is after %s.".formatted(START, END));
        }
        return new SeriesQuery(
                filter,
                start,
                end,
                pageSize(parameters.number("pageSize").orElse(0)),
                parameters.one("pageToken").filter(token -> !token.isEmpty()).map(PageToken::parse));
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw ApiException.invalid("%s must be a time of RFC 3339.".formatted(name));
        }
    }

    private static int pageSize(long asked) {
        return asked == 0 ? LARGEST_PAGE : (int) Math.min(asked, LARGEST_PAGE);
    }

    boolean wants(UsagePoint point) {
        return filter.matches(point.series())
                && !point.end().isAfter(end)
                && (point.end().isAfter(start) || point.end().equals(end))
                && after.filter(last -> UsagePoint.READING_ORDER.compare(point, last) <= 0)
                        .isEmpty();
    }
}
