package io.otalite.emulator.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When a CronJob is due: minute, hour, day of the month, month, day of the week, each a star, a number, a range, with or
 * without a step, or a list of these; or a word such as {@code @hourly}. Of two restricted days either will do.
 */
record CronSchedule(List<BitSet> fields, boolean isAnyDay, boolean isAnyWeekday, ZoneId zone) {
    private static final Map<String, String> WORDS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final int[] LOWEST = {0, 0, 1, 1, 0};
    private static final int[] HIGHEST = {59, 23, 31, 12, 7};
    private static final List<List<String>> NAMES = List.of(
            List.of(),
            List.of(),
            List.of(),
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));
    private static final Duration HORIZON = Duration.ofDays(5 * 366);

    /** @throws IllegalArgumentException for what is no schedule */
    static CronSchedule parse(String text, ZoneId zone) {
        var parts = WORDS.getOrDefault(text.trim(), text.trim()).split("\\s+", -1);
        if (parts.length != LOWEST.length) {
            throw new IllegalArgumentException("expected exactly 5 fields, found %d: %s".formatted(parts.length, text));
        }
        var fields = new BitSet[parts.length];
        for (var i = 0; i < parts.length; i++) {
            fields[i] = field(parts[i], i);
        }
        if (fields[4].get(7)) {
            fields[4].set(0);
        }
        return new CronSchedule(List.of(fields), parts[2].startsWith("*"), parts[4].startsWith("*"), zone);
    }

    private static BitSet field(String text, int position) {
        var result = new BitSet();
        for (var part : text.split(",", -1)) {
            var slash = part.indexOf('/');
            var range = slash < 0 ? part : part.substring(0, slash);
            var step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            var dash = range.indexOf('-');
            var isStar = range.equals("*") || range.equals("?");
            var from = isStar ? LOWEST[position] : number(dash < 0 ? range : range.substring(0, dash), position);
            var to = isStar || (dash < 0 && slash >= 0)
                    ? HIGHEST[position]
                    : dash < 0 ? from : number(range.substring(dash + 1), position);
            if (from < LOWEST[position] || to > HIGHEST[position] || from > to || step < 1) {
                throw new IllegalArgumentException("\"%s\" is out of range".formatted(part));
            }
            for (var value = from; value <= to; value += step) {
                result.set(value);
            }
        }
        return result;
    }

    private static int number(String text, int position) {
        var name = NAMES.get(position).indexOf(text.toLowerCase(Locale.ROOT));
        return name >= 0 && !text.isEmpty() ? name : Integer.parseInt(text);
    }

    /** The first time after the given one; empty when there is none within five years. */
    Optional<Instant> next(Instant after) {
        var time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        var end = time.plus(HORIZON);
        while (time.isBefore(end)) {
            if (!isDay(time)) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!fields.get(1).get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!fields.get(0).get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime time) {
        var day = fields.get(2).get(time.getDayOfMonth());
        var weekday = fields.get(4).get(time.getDayOfWeek().getValue() % 7);
        var fits = (isAnyDay || isAnyWeekday) ? (day && weekday) : (day || weekday);
        return fits && fields.get(3).get(time.getMonthValue());
    }
}
