package io.otalite.rotation.rotations;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When rotations may begin: {@code Mon-Fri 02:00-04:00 Europe/Berlin}. Without days it opens every day, without a zone its times are UTC.
 * A window whose end is not after its begin ends on the next day; days are those on which it opens.
 *
 * <p>Where a clock is put forward, a time that is left out is the one so much later ({@link java.time.ZonedDateTime}), and a window of
 * which nothing is left does not open that day; where it is put back, a time that comes twice is the first.
 *
 * @param days on which it opens
 * @param to not the same as {@code from}
 */
record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<days>[A-Za-z,-]+)\\s+)?(?<from>\\d\\d:\\d\\d)-(?<to>\\d\\d:\\d\\d)(?:\\s+(?<zone>[A-Za-z0-9/_+:-]+))?");

    private static final Map<String, DayOfWeek> DAYS = Stream.of(DayOfWeek.values())
            .collect(Collectors.toUnmodifiableMap(
                    day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT), Function.identity()));

    /** A window of one day a week may have nothing left of it on that day; the one after opens within two weeks. */
    private static final int MOST_DAYS = 16;

    Window {
        days = Set.copyOf(days);
    }

    /** @throws DateTimeException if the text is not in that form; its message is for people */
    static Window parse(String text) {
        var found = FORM.matcher(text.strip());
        if (!found.matches()) {
            throw new DateTimeException("\"%s\" is not in the form Mon-Fri 02:00-04:00 Europe/Berlin".formatted(text));
        }
        var from = LocalTime.parse(found.group("from"));
        var to = LocalTime.parse(found.group("to"));
        if (from.equals(to)) {
            throw new DateTimeException("\"%s\" ends when it begins".formatted(text));
        }
        return new Window(
                days(Optional.ofNullable(found.group("days"))),
                from,
                to,
                Optional.ofNullable(found.group("zone")).map(ZoneId::of).orElse(ZoneOffset.UTC));
    }

    private static Set<DayOfWeek> days(Optional<String> text) {
        if (text.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var part : text.get().split(",", -1)) {
            var ends = List.of(part.split("-", -1));
            if (ends.size() > 2) {
                throw new DateTimeException("\"%s\" is no range of days".formatted(part));
            }
            var last = day(ends.getLast());
            for (var day = day(ends.getFirst()); ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        return Optional.ofNullable(DAYS.get(word.toLowerCase(Locale.ROOT)))
                .orElseThrow(() ->
                        new DateTimeException("\"%s\" is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun".formatted(word)));
    }

    /** The first moment, not before that one, at which it is open. */
    Instant next(Instant earliest) {
        var first = LocalDate.ofInstant(earliest, zone).minusDays(1);
        return Stream.iterate(first, day -> day.plusDays(1))
                .limit(MOST_DAYS)
                .filter(day -> days.contains(day.getDayOfWeek()))
                .filter(day -> opens(day).isBefore(closes(day)) && closes(day).isAfter(earliest))
                .map(day -> opens(day).isBefore(earliest) ? earliest : opens(day))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s does not open after %s".formatted(this, earliest)));
    }

    private Instant opens(LocalDate day) {
        return day.atTime(from).atZone(zone).toInstant();
    }

    private Instant closes(LocalDate day) {
        var last = to.isAfter(from) ? day : day.plusDays(1);
        return last.atTime(to).atZone(zone).toInstant();
    }
}
