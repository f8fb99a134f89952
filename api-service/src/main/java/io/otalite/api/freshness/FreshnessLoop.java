package io.otalite.api.freshness;

import io.otalite.api.publication.Expiries;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again for what is due and has it signed, one factory after the other, resting after each for three times as
 * long as it took: however many are due at once, whoever publishes finds three quarters of a core free. Thread-safe.
 */
public final class FreshnessLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshnessLoop.class);
    private static final int BATCH = 1000;
    private static final int REST = 3;

    private final PublicationStore store;
    private final RefreshMetadata refresh;
    private final Clock clock;
    private final Duration lookInterval;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("freshness").factory());
    private final Queue<Factory> due = new ArrayDeque<>();
    private final AtomicLong refreshed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Status status = new Status(Optional.empty(), 0);

    public FreshnessLoop(PublicationStore store, RefreshMetadata refresh, Clock clock, Duration lookInterval) {
        this.store = store;
        this.refresh = refresh;
        this.clock = clock;
        this.lookInterval = lookInterval;
    }

    /**
     * What was seen at the last look.
     *
     * @param nextExpiries when the first document of each role expires; empty without factories, or before the first look
     * @param due how many factories had something to be signed anew, at most a thousand
     */
    public record Status(Optional<Expiries> nextExpiries, int due) {}

    public void start() {
        thread.execute(this::step);
    }

    public Status status() {
        return status;
    }

    /** How many factories this replica refreshed since it started. */
    public long refreshed() {
        return refreshed.get();
    }

    /** How many tries failed. */
    public long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void step() {
        if (due.isEmpty()) {
            look();
        }
        var factory = due.poll();
        if (factory == null) {
            thread.schedule(this::step, lookInterval.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        var before = System.nanoTime();
        refresh(factory);
        // At the end of a batch the rest is longer: what failed stays due, and must not be tried without a pause.
        var rest = due.isEmpty() ? lookInterval.toNanos() : REST * (System.nanoTime() - before);
        thread.schedule(this::step, rest, TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            due.addAll(store.toRefresh(clock.instant(), BATCH));
            status = new Status(store.nextExpiries(), due.size());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Could not look for metadata that expires");
        }
    }

    private void refresh(Factory factory) {
        try {
            if (refresh.refresh(factory.name()) == RefreshMetadata.Outcome.REFRESHED) {
                refreshed.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failed.incrementAndGet();
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("factory", factory.name().value())
                    .addKeyValue("expires", factory.heads().expiries().earliest())
                    .log("Metadata could not be signed anew");
        }
    }
}
