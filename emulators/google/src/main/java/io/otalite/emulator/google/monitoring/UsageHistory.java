package io.otalite.emulator.google.monitoring;

import io.otalite.emulator.google.disk.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How often each key was used, by intervals of time, for six weeks and {@value #MOST_POINTS} intervals at most: the oldest
 * go first.
 */
public final class UsageHistory {
    private static final Duration KEPT = Duration.ofDays(42);
    private static final int MOST_POINTS = 100_000;

    private final UsageLog log;
    private final Clock clock;
    private final Supplier<Duration> bucket;
    /** In the order in which they began. */
    private final Map<Slot, UsagePoint> points = new LinkedHashMap<>();

    private final Map<UsageSeries, UsagePoint> newest = new HashMap<>();

    private UsageHistory(UsageLog log, Clock clock, Supplier<Duration> bucket) {
        this.log = log;
        this.clock = clock;
        this.bucket = bucket;
    }

    /**
     * Reads what was kept.
     *
     * @param bucket length of the intervals that begin from now on
     * @throws IOException when the file cannot be read; its name stands in the message
     */
    public static UsageHistory open(DataDirectory data, Clock clock, Supplier<Duration> bucket) throws IOException {
        var log = new UsageLog(data.directory("monitoring"));
        var history = new UsageHistory(log, clock, bucket);
        for (var point : log.read()) {
            history.add(point);
        }
        history.forgetTheOldest();
        log.replace(history.points.values());
        return history;
    }

    /** Counts a use of a key at this moment. */
    public synchronized void count(UsageSeries series) {
        var use = useAt(clock.instant(), series);
        add(use);
        forgetTheOldest();
        try {
            log.append(use);
            if (log.appended() >= MOST_POINTS) {
                log.replace(points.values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The use of a key cannot be kept", e);
        }
    }

    /** In the interval under way, or in a new one that neither overlaps it nor begins off the grid of its length. */
    private UsagePoint useAt(Instant now, UsageSeries series) {
        var last = newest.get(series);
        if (last != null && now.isBefore(last.end())) {
            return new UsagePoint(series, last.start(), last.end(), 1);
        }
        var length = bucket.get().toMillis();
        var start = Instant.ofEpochMilli(now.toEpochMilli() / length * length);
        var begins = last != null && last.end().isAfter(start) ? last.end() : start;
        return new UsagePoint(series, begins, start.plusMillis(length), 1);
    }

    private void add(UsagePoint more) {
        var point = points.merge(new Slot(more.series(), more.start()), more, UsagePoint::plus);
        newest.put(point.series(), point);
    }

    private void forgetTheOldest() {
        var horizon = clock.instant().minus(KEPT);
        var oldest = points.values().iterator();
        while (oldest.hasNext()) {
            var point = oldest.next();
            if (points.size() <= MOST_POINTS && point.end().isAfter(horizon)) {
                return;
            }
            oldest.remove();
            newest.remove(point.series(), point);
        }
    }

    /** The points that ended by then and are wanted, by series, and the newest first. */
    synchronized List<UsagePoint> endedBy(Instant time, Predicate<UsagePoint> wanted) {
        forgetTheOldest();
        return points.values().stream()
                .filter(point -> !point.end().isAfter(time))
                .filter(wanted)
                .sorted(UsagePoint.READING_ORDER)
                .toList();
    }

    /** One interval of one series. */
    private record Slot(UsageSeries series, Instant start) {}
}
