package io.otalite.rotation.rotations;

import io.otalite.tuf.Bytes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How often a credential is rotated, and when that may begin.
 *
 * @param every an ISO-8601 period or duration; the days and months of a period are those of the window's zone
 */
record Schedule(TemporalAmount every, Optional<Window> window) {
    private static final Duration LONGEST = Duration.ofDays(3_660);

    /** Credentials that were made together are not all rotated together: each waits up to a tenth of its period longer. */
    private static final int JITTER = 10;

    /** What somebody has written down. */
    sealed interface Reading {
        record Understood(Schedule schedule) implements Reading {}

        /** @param reason for people */
        record Malformed(String reason) implements Reading {}
    }

    /**
     * What is known of a credential.
     *
     * @param last since when it has been in use
     * @param seed the same for one credential at all times, and another for others
     * @param deadline when it has to be rotated whether the window is open or not
     * @param notBefore when another attempt may be made after one that failed
     */
    record Facts(Instant last, String seed, Optional<Instant> deadline, Instant notBefore) {}

    /** @param window empty for none @param minimum the shortest period that is accepted */
    static Reading read(String every, String window, Duration minimum) {
        try {
            var amount = amount(every);
            var opening = window.isBlank() ? Optional.<Window>empty() : Optional.of(Window.parse(window));
            var span = span(Instant.EPOCH, amount, ZoneOffset.UTC);
            if (span.compareTo(minimum) < 0) {
                return new Reading.Malformed("\"%s\" is shorter than %s".formatted(every, minimum));
            }
            return span.compareTo(LONGEST) > 0
                    ? new Reading.Malformed("\"%s\" is longer than ten years".formatted(every))
                    : new Reading.Understood(new Schedule(amount, opening));
        } catch (DateTimeException | ArithmeticException malformed) {
            return new Reading.Malformed(String.valueOf(malformed.getMessage()));
        }
    }

    private static TemporalAmount amount(String text) {
        try {
            return Period.parse(text);
        } catch (DateTimeParseException noPeriod) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException neither) {
                throw new DateTimeException("\"%s\" is no ISO-8601 period or duration, such as P30D".formatted(text));
            }
        }
    }

    private static Duration span(Instant from, TemporalAmount every, ZoneId zone) {
        return Duration.between(from, from.atZone(zone).plus(every).toInstant());
    }

    /** When the next rotation begins: not before now, and now when it is due. */
    Instant next(Facts facts, Instant now) {
        var soonest = later(facts.notBefore(), now);
        var opens = opens(later(due(facts), soonest));
        return facts.deadline()
                .filter(deadline -> deadline.isBefore(opens))
                .map(deadline -> later(deadline, soonest))
                .orElse(opens);
    }

    private Instant due(Facts facts) {
        var span = span(facts.last(), every, window.map(Window::zone).orElse(ZoneOffset.UTC));
        var hash = new CRC32();
        hash.update(Bytes.utf8(facts.seed()).toArray());
        var jitter = span.dividedBy(JITTER).toMillis() * ((double) hash.getValue() / (1L << Integer.SIZE));
        return facts.last().plus(span).plusMillis((long) jitter);
    }

    private Instant opens(Instant earliest) {
        return window.map(open -> open.next(earliest)).orElse(earliest);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
