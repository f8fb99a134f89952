package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait between attempts: not at all before the first, then longer each time. Who went well for long enough
 * begins anew.
 */
final class Backoff {
    private final KubeletSettings settings;
    private @Nullable Duration delay;
    private Instant last = Instant.MIN;

    Backoff(KubeletSettings settings) {
        this.settings = settings;
    }

    /** Until when to wait after a failure at that time; empty when the next attempt may be made now. */
    Optional<Instant> waitUntil(Instant failure, Instant now) {
        if (delay == null || isExpired(failure)) {
            return Optional.empty();
        }
        return Optional.of(failure.plus(delay)).filter(until -> until.isAfter(now));
    }

    /** The present wait. */
    Duration delay() {
        return delay == null ? Duration.ZERO : delay;
    }

    /** An attempt is made after a failure at that time. */
    void attempt(Instant failure, Instant now) {
        var present = delay;
        if (present == null || isExpired(failure)) {
            delay = settings.firstBackoff();
        } else {
            var doubled = present.multipliedBy(2);
            delay = doubled.compareTo(settings.lastBackoff()) < 0 ? doubled : settings.lastBackoff();
        }
        last = now;
    }

    private boolean isExpired(Instant failure) {
        return !last.equals(Instant.MIN) && Duration.between(last, failure).compareTo(settings.backoffReset()) >= 0;
    }
}
