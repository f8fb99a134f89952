package io.otalite.api.freshness;

import io.otalite.api.publication.Expiries;
import io.otalite.api.publication.ExpiryOrder;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
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
    private final Thread thread = Thread.ofPlatform().daemon().name("freshness").unstarted(this::run);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Queue<Factory> due = new ArrayDeque<>();
    private final AtomicLong refreshed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private Optional<ExpiryOrder> position = Optional.empty();
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
        thread.start();
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
        stopped.countDown();
    }

    private void run() {
        try {
            while (!stopped.await(step(), TimeUnit.NANOSECONDS)) {
                // One step after the other.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to rest, in nanoseconds */
    private long step() {
        if (due.isEmpty()) {
            look();
        }
        var factory = due.poll();
        if (factory == null) {
            position = Optional.empty();
            return lookInterval.toNanos();
        }
        var before = System.nanoTime();
        refresh(factory);
        // At the end of a batch the rest is longer: what failed stays due, and must not be tried without a pause.
        return due.isEmpty() && position.isEmpty() ? lookInterval.toNanos() : REST * (System.nanoTime() - before);
    }

    /** Goes on behind what was due before, and begins anew at the end: what fails again and again holds up nothing else. */
    private void look() {
        try {
            var found = store.toRefresh(clock.instant(), position, BATCH);
            position = found.size() < BATCH ? Optional.empty() : Optional.of(place(found.getLast()));
            due.addAll(found);
            status = new Status(store.nextExpiries(), due.size());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Could not look for metadata that expires");
        }
    }

    private static ExpiryOrder place(Factory factory) {
        return new ExpiryOrder(factory.heads().refreshAt(), factory.name().value());
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
