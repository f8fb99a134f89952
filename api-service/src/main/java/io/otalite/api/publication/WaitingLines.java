package io.otalite.api.publication;

import io.otalite.api.publication.StoreUnavailableException.Reason;
import io.otalite.events.FactoryName;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lets the publications of one factory wait outside of the store. Thread-safe.
 *
 * <p>The store's own lock is what makes them follow each other; but whoever waits for it holds a connection, and a dozen
 * jobs of one factory would take all connections from the others. Factories share a line where their hashes meet, which
 * costs them a little time and nothing else.
 */
final class WaitingLines {
    private static final int LINES = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock[] lines =
            IntStream.range(0, LINES).mapToObj(i -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);

    /** @throws StoreUnavailableException BUSY, when the turn does not come in time */
    <T> T inLine(FactoryName factory, Supplier<T> work) {
        var line = lines[Math.floorMod(factory.hashCode(), LINES)];
        try {
            if (!line.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(Reason.BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.BUSY, e);
        }
        try {
            return work.get();
        } finally {
            line.unlock();
        }
    }
}
