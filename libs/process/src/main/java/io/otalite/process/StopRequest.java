package io.otalite.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The wish that a process ends, and until when it may take its time. A later wish can only bring the end forward. */
final class StopRequest {
    private final CompletableFuture<Void> made = new CompletableFuture<>();
    private final CompletableFuture<Void> graceOver = new CompletableFuture<>();

    void make(Duration gracePeriod) {
        made.complete(null);
        Thread.startVirtualThread(() -> endAfter(gracePeriod));
    }

    /** On a thread of its own: the common pool, which times futures, may be full of others who wait. */
    private void endAfter(Duration gracePeriod) {
        try {
            var _ = SupervisedProcess.happens(graceOver, gracePeriod);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        graceOver.complete(null);
    }

    /** Happens when somebody wished it. */
    CompletableFuture<Void> made() {
        return made;
    }

    /** Happens when the time of the least patient is over. */
    CompletableFuture<Void> graceOver() {
        return graceOver;
    }
}
