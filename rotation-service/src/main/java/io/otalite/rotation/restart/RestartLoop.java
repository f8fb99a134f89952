package io.otalite.rotation.restart;

import io.otalite.rotation.restart.RestartRecords.Counts;
import io.otalite.rotation.steps.StepLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs the steps of restarts, as long as the service runs. Beside them, so that neither waits for the other, it counts every now and then
 * what there is, and forgets what is long over.
 */
public final class RestartLoop implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration COUNTED = Duration.ofSeconds(30);
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final RestartWork work;
    private final RestartRecords records;
    private final Clock clock;
    private final StepLoop loop;
    private final StepLoop housekeeping;
    private volatile Counts counts = Counts.NONE;
    private Instant nextCount = Instant.MIN;
    private Instant nextForgetting = Instant.MIN;

    /** @param concurrency how many steps at a time */
    public RestartLoop(RestartWork work, RestartRecords records, int concurrency, Clock clock) {
        this.work = work;
        this.records = records;
        this.clock = clock;
        this.loop = new StepLoop("restarts", work, concurrency, INTERVAL);
        this.housekeeping = new StepLoop("restarts-housekeeping", this::keepHouse, 1, INTERVAL);
    }

    /** What fails is tried again when its time has come again. */
    private List<Runnable> keepHouse(int most) {
        var now = clock.instant();
        if (work.isReady() && !now.isBefore(nextCount)) {
            nextCount = now.plus(COUNTED);
            counts = records.counts();
        }
        if (work.isReady() && !now.isBefore(nextForgetting)) {
            nextForgetting = now.plus(FORGETTING);
            records.forget(now.minus(REMEMBERED));
        }
        return List.of();
    }

    public void start() {
        loop.start();
        housekeeping.start();
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
        housekeeping.close();
        work.leave();
    }
}
