package io.otalite.emulator.google.lag;

import java.time.Duration;

/**
 * Times that pass between a change and its effect elsewhere.
 *
 * @param keyPropagation from the making of a key until its assertions count; at Google seconds, now and then a minute
 * @param usageBucket length of the intervals in which uses of a key are counted; at Google ten minutes
 * @param usageVisibility from the end of such an interval until the metric shows it; at Google up to three hours
 */
public record Lags(Duration keyPropagation, Duration usageBucket, Duration usageVisibility) {
    /** A hundred years: whoever waits for it waits in vain. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    public static final Duration LONGEST_BUCKET = Duration.ofDays(1);

    /** As short as can be, for a person who watches. */
    public static final Lags DEFAULT = new Lags(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO);

    public Lags {
        require(keyPropagation, Duration.ZERO, LONGEST, "keyPropagation");
        require(usageBucket, Duration.ofMillis(1), LONGEST_BUCKET, "usageBucket");
        require(usageVisibility, Duration.ZERO, LONGEST, "usageVisibility");
    }

    private static void require(Duration value, Duration least, Duration most, String name) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d milliseconds.".formatted(name, least.toMillis(), most.toMillis()));
        }
    }
}
