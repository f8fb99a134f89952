package io.otalite.backup.hold;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pace of attempts: doubles from {@code first} up to {@code cap} and scatters each pause over its upper half, so that
 * many waiters do not knock together.
 */
public record BackOff(Duration first, Duration cap) {
    private static final int ENOUGH_DOUBLINGS = 20;

    public BackOff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "The first pause must be above zero and not above the cap, found %s and %s".formatted(first, cap));
        }
    }

    /**
     * The pause after so many failed attempts.
     *
     * @param failed from 1
     */
    public Duration pause(int failed, RandomGenerator random) {
        var doubled = first.multipliedBy(1L << Math.min(failed - 1, ENOUGH_DOUBLINGS));
        var full = doubled.compareTo(cap) < 0 ? doubled : cap;
        return full.multipliedBy(500 + random.nextInt(501)).dividedBy(1000);
    }
}
