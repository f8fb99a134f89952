package io.otalite.rotation.steps;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes steps that are due, several at a time, and looks for more when one has ended, when {@link #wake} is called, and at every interval.
 */
public final class StepLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StepLoop.class);

    private final String name;
    private final Source source;
    private final int concurrency;
    private final Duration interval;
    private final Semaphore bell = new Semaphore(0);
    private final Semaphore places;
    private volatile boolean closed;
    private volatile boolean failing;
    private final Thread thread;

    /** Where the steps come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Claims steps that are due, for this instance alone.
         *
         * @param most how many may be taken, at least one
         * @return each is run once, at once, on a thread of its own; empty when nothing is due
         */
        List<Runnable> claim(int most);
    }

    /** @param interval how long something that became due without a {@link #wake} may wait */
    public StepLoop(String name, Source source, int concurrency, Duration interval) {
        this.name = name;
        this.source = source;
        this.concurrency = concurrency;
        this.interval = interval;
        this.places = new Semaphore(concurrency);
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Something may have become due. */
    public void wake() {
        bell.release();
    }

    private void run() {
        try {
            while (!closed) {
                if (!takeSteps()) {
                    var _ = bell.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                }
                bell.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may be more */
    private boolean takeSteps() throws InterruptedException {
        places.acquire();
        places.release();
        List<Runnable> steps;
        try {
            steps = source.claim(places.availablePermits());
            failing = false;
        } catch (RuntimeException unavailable) {
            if (!failing) {
                LOG.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("reason", unavailable.toString())
                        .log("Steps that are due cannot be claimed; it is tried again");
            }
            failing = true;
            return false;
        }
        for (var step : steps) {
            places.acquire();
            Thread.ofVirtual().name(name + "-step").start(() -> take(step));
        }
        return !steps.isEmpty();
    }

    private void take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException defect) {
            LOG.atError()
                    .addKeyValue("loop", name)
                    .setCause(defect)
                    .log("A step failed; it is taken again when its claim has ended");
        } finally {
            places.release();
            wake();
        }
    }

    /** Ends; a step that runs is waited for, up to ten seconds. Others take it up again after that. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            var _ = places.tryAcquire(concurrency, 10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
