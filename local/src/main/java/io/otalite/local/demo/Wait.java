package io.otalite.local.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for something that shall come by itself, and not for ever. */
final class Wait {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_AGAIN_MILLIS = 200;

    private Wait() {}

    /** Looks once; empty when it has not come yet. */
    interface Look<T> {
        Optional<T> look() throws InterruptedException;
    }

    /** Says how things are, for the message of a wait that was in vain. */
    interface Excuse {
        String tell() throws InterruptedException;
    }

    static <T> T until(String expected, Look<T> look, Excuse excuse) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var found = look.look();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailedException(
                        "%s within %d s".formatted(expected, PATIENCE.toSeconds()), excuse.tell());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }
}
