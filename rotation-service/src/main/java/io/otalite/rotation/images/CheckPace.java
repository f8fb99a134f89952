package io.otalite.rotation.images;

import java.time.Duration;

/**
 * How often a registry is asked again.
 *
 * @param interval between two checks of an image that is there or denied
 * @param soonest the first pause after an image was found absent or its registry silent; it doubles up to the interval
 * @param concurrency how many checks run at once
 * @param largest how many questions are kept at most
 */
public record CheckPace(Duration interval, Duration soonest, int concurrency, int largest) {
    private static final int ENOUGH_DOUBLINGS = 20;

    public CheckPace {
        if (soonest.isNegative() || soonest.isZero() || interval.compareTo(soonest) < 0) {
            throw new IllegalArgumentException(
                    "The first pause must be above zero and not above the interval, found %s and %s"
                            .formatted(soonest, interval));
        }
        if (concurrency < 1 || largest < 1) {
            throw new IllegalArgumentException("At least one check and one question must be allowed, found %d and %d"
                    .formatted(concurrency, largest));
        }
    }

    /**
     * The pause before the next check.
     *
     * @param troubles how many checks in a row found the image absent or its registry silent
     */
    Duration pause(int troubles) {
        if (troubles == 0) {
            return interval;
        }
        var doubled = soonest.multipliedBy(1L << Math.min(troubles - 1, ENOUGH_DOUBLINGS));
        return doubled.compareTo(interval) < 0 ? doubled : interval;
    }
}
