package io.otalite.benchmarks.load;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** When the clients of a run send their requests. */
public sealed interface Pace {

    /** Hands out the turns of a run that starts at this value of {@link System#nanoTime}. */
    Turns begin(long startNanos);

    /** One word or two for a table. */
    String describe();

    /** Given out to all clients of a run; safe for many threads. */
    interface Turns {
        /**
         * Waits for the next turn.
         *
         * @return the nanoTime from which the latency of the request counts
         */
        long next() throws InterruptedException;
    }

    /** Each client sends its next request when the last one is answered: what the system can take at most. */
    record ClosedLoop() implements Pace {
        @Override
        public Turns begin(long startNanos) {
            return System::nanoTime;
        }

        @Override
        public String describe() {
            return "closed loop";
        }
    }

    /**
     * So many requests a second, evenly spread, whatever the answers do. A request that is sent late because all clients
     * were busy counts from the moment it was due: the waiting is part of what its user would have seen.
     */
    record AtRate(double perSecond) implements Pace {
        public AtRate {
            if (!(perSecond > 0)) {
                throw new LoadException("A rate is above zero, not " + perSecond);
            }
        }

        @Override
        public Turns begin(long startNanos) {
            var turns = new AtomicLong();
            return () -> {
                var due = startNanos + Math.round(turns.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / perSecond);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                return due;
            };
        }

        @Override
        public String describe() {
            return String.format(Locale.ROOT, "%.0f/s", perSecond);
        }
    }
}
