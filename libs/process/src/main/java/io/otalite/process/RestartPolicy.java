package io.otalite.process;

import java.time.Duration;

/** What follows when a process ends without having been asked to. */
public sealed interface RestartPolicy {

    /** Nothing follows: for a command that does one thing and ends. */
    record Never() implements RestartPolicy {}

    /**
     * It is started again after a pause that doubles each time.
     *
     * @param initial the first pause
     * @param maximum no pause is longer
     * @param resetAfter a process that was ready for so long without a break begins with the first pause again
     */
    record Always(Duration initial, Duration maximum, Duration resetAfter) implements RestartPolicy {

        /** The pause before the next start; {@code failures} counts the ends in a row, from 1. */
        Duration pause(int failures) {
            var doublings = Math.min(failures - 1, 20);
            var pause = initial.multipliedBy(1L << doublings);
            return pause.compareTo(maximum) > 0 ? maximum : pause;
        }
    }

    /** Pauses of 1 s, 2 s, 4 s up to 30 s; forgotten after a minute of health. */
    static RestartPolicy always() {
        return new Always(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    static RestartPolicy never() {
        return new Never();
    }
}
