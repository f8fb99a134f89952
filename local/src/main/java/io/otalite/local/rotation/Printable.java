package io.otalite.local.rotation;

import java.time.DateTimeException;
import java.time.Instant;

/** Text that a cluster or an issuer has a hand in: it goes to a terminal, where control characters would be orders. */
final class Printable {
    private Printable() {}

    /** A time; the epoch where there is none. */
    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    /** One line of it, with a blank for each control character. */
    static String line(String text) {
        return text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
