package io.otalite.emulator.google.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Gives out generations: microseconds of the clock, as at Google, and always more than any before. */
final class Generations {
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Generations(Clock clock) {
        this.clock = clock;
    }

    /** A generation found on the disk: later ones will be greater, even if the clock went back. */
    void seen(long generation) {
        last.accumulateAndGet(generation, Math::max);
    }

    long next() {
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return last.updateAndGet(previous -> Math.max(previous + 1, now));
    }
}
