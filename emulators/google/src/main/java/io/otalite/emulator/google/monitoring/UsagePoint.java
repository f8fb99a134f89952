package io.otalite.emulator.google.monitoring;

import java.time.Instant;
import java.util.Comparator;

/**
 * How often a key was used from {@code start} until just before {@code end}. Points of one series do not overlap, and where
 * nothing was used there is none.
 */
record UsagePoint(UsageSeries series, Instant start, Instant end, long count) {
    /** By series, and the newest first, as the metric is read. */
    static final Comparator<UsagePoint> READING_ORDER = Comparator.comparing(UsagePoint::series, UsageSeries.ORDER)
            .thenComparing(UsagePoint::end, Comparator.reverseOrder());

    UsagePoint plus(UsagePoint more) {
        return new UsagePoint(series, start, end, count + more.count);
    }
}
