package io.otalite.api.signing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Re-wraps at start, in the background, and then again and again; sooner while there is something left. */
public final class RewrapSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RewrapSchedule.class);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final RewrapKeys keys;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rewrap-keys").factory());

    private RewrapSchedule(RewrapKeys keys, Duration interval) {
        this.keys = keys;
        this.interval = interval;
    }

    /** @param interval from the end of one run to the next */
    public static RewrapSchedule start(RewrapKeys keys, Duration interval) {
        var schedule = new RewrapSchedule(keys, interval);
        schedule.again(Duration.ZERO);
        return schedule;
    }

    private void run() {
        var next = SOON.compareTo(interval) < 0 ? SOON : interval;
        try {
            if (keys.run().complete()) {
                next = interval;
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Re-wrapping of data keys failed");
        } finally {
            again(next);
        }
    }

    private void again(Duration delay) {
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends what is under way after the factory it is at. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
