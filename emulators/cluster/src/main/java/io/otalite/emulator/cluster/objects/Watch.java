package io.otalite.emulator.cluster.objects;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The changes of some objects in their order, without a gap, for one reader. A reader that falls behind by more than the
 * store keeps loses its place: {@link #isOverrun} is true then, and it has to list again.
 */
public final class Watch implements AutoCloseable {
    private final Predicate<ObjectKey> wanted;
    private final Consumer<Watch> unsubscribe;
    private final BlockingQueue<ObjectChange> queue;
    private volatile boolean overrun;
    private volatile Runnable arrival = () -> {};

    Watch(Predicate<ObjectKey> wanted, int capacity, Consumer<Watch> unsubscribe) {
        this.wanted = wanted;
        this.unsubscribe = unsubscribe;
        this.queue = new LinkedBlockingQueue<>(capacity);
    }

    void offer(ObjectChange change) {
        if (!wanted.test(change.key())) {
            return;
        }
        if (!overrun && !queue.offer(change)) {
            overrun = true;
        }
        arrival.run();
    }

    /**
     * Has a reader that waits for other things too called at each change, and once now. It is called under the lock of the
     * store: it may only wake somebody.
     */
    public void onArrival(Runnable wake) {
        arrival = wake;
        wake.run();
    }

    /** The next change; empty when none came in that time. */
    public Optional<ObjectChange> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether {@link #next} would answer at once. */
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    /** Whether changes were lost after those that can still be read. */
    public boolean isOverrun() {
        return overrun;
    }

    @Override
    public void close() {
        unsubscribe.accept(this);
    }
}
