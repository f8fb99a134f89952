package io.otalite.rotation.restart;

import io.otalite.rotation.restart.RestartRecords.Counts;
import io.otalite.rotation.steps.StepLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs the steps of restarts, as long as the service runs; counts every now and then what there is, and forgets what is long over. */
public final class RestartLoop implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration COUNTED = Duration.ofSeconds(30);
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final RestartWork work;
    private final RestartRecords records;
    private final Clock clock;
    private final StepLoop loop;
    private volatile Counts counts = Counts.NONE;
    private Instant nextCount = Instant.MIN;
    private Instant nextForgetting = Instant.MIN;

    /** @param concurrency how many steps at a time */
    public RestartLoop(RestartWork work, RestartRecords records, int concurrency, Clock clock) {
        this.work = work;
        this.records = records;
        this.clock = clock;
        this.loop = new StepLoop("restarts", this::claim, concurrency, INTERVAL);
    }

    private List<Runnable> claim(int most) {
        var claimed = work.claim(most);
        var now = clock.instant();
        if (work.isReady() && !now.isBefore(nextCount)) {
            counts = records.counts();
            nextCount = now.plus(COUNTED);
        }
        if (work.isReady() && !now.isBefore(nextForgetting)) {
            records.forget(now.minus(REMEMBERED));
            nextForgetting = now.plus(FORGETTING);
        }
        return claimed;
    }

    public void start() {
        loop.start();
    }

    /** There may be something to do. */
    public void wake() {
        loop.wake();
    }

    /** How much there was when it was counted last, half a minute ago at most while the database answers. */
    public Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        loop.close();
        work.leave();
    }
}
