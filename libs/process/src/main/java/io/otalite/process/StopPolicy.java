package io.otalite.process;

import java.time.Duration;

/**
 * How a process is asked to end, and how long it may take.
 *
 * @param signal the request
 * @param gracePeriod after it, whatever still runs is killed
 */
public record StopPolicy(Signal signal, Duration gracePeriod) {

    /** A request to end, as the process understands it. */
    public enum Signal {
        TERM,
        /** For programs that take TERM as "when all clients have gone", such as Postgres. */
        INT
    }

    /** SIGTERM and this much time. */
    public static StopPolicy within(Duration gracePeriod) {
        return new StopPolicy(Signal.TERM, gracePeriod);
    }
}
