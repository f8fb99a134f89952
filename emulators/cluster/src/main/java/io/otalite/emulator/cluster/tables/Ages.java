package io.otalite.emulator.cluster.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Durations as kubectl shows them: two units at most, fewer the longer it takes. */
final class Ages {
    private static final int DAYS_OF_YEAR = 365;

    private Ages() {}

    /** How long ago a time was; {@code <unknown>} when it is no RFC 3339 time. */
    static String since(JsonNode time, Instant now) {
        try {
            return human(Duration.between(Instant.parse(time.asText("")), now));
        } catch (DateTimeException _) {
            return "<unknown>";
        }
    }

    static String human(Duration duration) {
        if (duration.toSeconds() < -1) {
            return "<invalid>";
        }
        var seconds = Math.max(0, duration.toSeconds());
        var minutes = seconds / 60;
        var hours = minutes / 60;
        var days = hours / 24;
        if (minutes < 2) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return pair(minutes, "m", seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return pair(hours, "h", minutes % 60, "m");
        }
        if (days < 2) {
            return hours + "h";
        }
        if (days < 8) {
            return pair(days, "d", hours % 24, "h");
        }
        return days < 2L * DAYS_OF_YEAR ? days + "d" : pair(days / DAYS_OF_YEAR, "y", days % DAYS_OF_YEAR, "d");
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return small == 0 ? large + unit : large + unit + small + smallUnit;
    }
}
