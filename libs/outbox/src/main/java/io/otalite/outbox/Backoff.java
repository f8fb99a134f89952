package io.otalite.outbox;

import java.time.Duration;

/** Pauses that double from the first to the longest; a value, so that whoever holds it decides when it starts again. */
record Backoff(Duration pause, Duration longest) {

    private static final Duration FIRST = Duration.ofMillis(200);

    static Backoff first(Duration longest) {
        return new Backoff(shorter(FIRST, longest), longest);
    }

    Backoff next() {
        return new Backoff(shorter(pause.multipliedBy(2), longest), longest);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
