package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.rotations.Schedule.Facts;
import io.otalite.rotation.rotations.Schedule.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final Duration MINIMUM = Duration.ofHours(1);
    private static final Instant LAST = Instant.parse("2026-03-01T00:00:00Z");

    /** 2026-11-25 is a Wednesday; in Berlin clocks went forward on Sunday 2026-03-29 at 02:00, and back on Sunday 2026-10-25 at 03:00. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # window                          | not before           | opens
            02:00-04:00                       | 2026-11-25T01:00:00Z | 2026-11-25T02:00:00Z
            02:00-04:00                       | 2026-11-25T03:10:00Z | 2026-11-25T03:10:00Z
            02:00-04:00                       | 2026-11-25T04:00:00Z | 2026-11-26T02:00:00Z
            Mon-Fri 02:00-04:00 Europe/Berlin | 2026-11-25T12:00:00Z | 2026-11-26T01:00:00Z
            Mon-Fri 02:00-04:00 Europe/Berlin | 2026-11-27T12:00:00Z | 2026-11-30T01:00:00Z
            Sat,Sun 02:00-04:00 UTC           | 2026-11-25T12:00:00Z | 2026-11-28T02:00:00Z
            Fri-Mon 02:00-04:00               | 2026-11-25T12:00:00Z | 2026-11-27T02:00:00Z
            # over midnight: the day is that of the opening
            22:00-02:00                       | 2026-11-25T12:00:00Z | 2026-11-25T22:00:00Z
            22:00-02:00                       | 2026-11-25T01:30:00Z | 2026-11-25T01:30:00Z
            Fri 22:00-02:00                   | 2026-11-28T01:30:00Z | 2026-11-28T01:30:00Z
            Sat 22:00-02:00                   | 2026-11-28T01:30:00Z | 2026-11-28T22:00:00Z
            Fri 22:00-00:00 Europe/Berlin     | 2026-11-27T22:59:00Z | 2026-11-27T22:59:00Z
            Fri 22:00-00:00 Europe/Berlin     | 2026-11-27T23:00:00Z | 2026-12-04T21:00:00Z
            # forward: 02:00 to 03:00 do not exist
            01:00-04:00 Europe/Berlin         | 2026-03-28T12:00:00Z | 2026-03-29T00:00:00Z
            01:00-04:00 Europe/Berlin         | 2026-03-29T01:59:00Z | 2026-03-29T01:59:00Z
            01:00-04:00 Europe/Berlin         | 2026-03-29T02:00:00Z | 2026-03-29T23:00:00Z
            02:00-02:30 Europe/Berlin         | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
            02:00-03:00 Europe/Berlin         | 2026-03-28T12:00:00Z | 2026-03-30T00:00:00Z
            Sun 02:00-03:00 Europe/Berlin     | 2026-03-28T12:00:00Z | 2026-04-05T00:00:00Z
            # back: 02:00 to 03:00 come twice
            02:00-03:00 Europe/Berlin         | 2026-10-24T12:00:00Z | 2026-10-25T00:00:00Z
            02:00-03:00 Europe/Berlin         | 2026-10-25T01:30:00Z | 2026-10-25T01:30:00Z
            02:00-03:00 Europe/Berlin         | 2026-10-25T02:00:00Z | 2026-10-26T01:00:00Z
            22:00-02:30 Europe/Berlin         | 2026-10-25T00:29:00Z | 2026-10-25T00:29:00Z
            22:00-02:30 Europe/Berlin         | 2026-10-25T00:30:00Z | 2026-10-25T21:00:00Z
            """)
    void aWindowOpens(String window, Instant notBefore, Instant opens) {
        assertThat(Window.parse(window).next(notBefore)).isEqualTo(opens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # every | window                    | deadline             | not before           | now                  | next
            P30D    |                           |                      | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-03-31T00:00:00Z
            P1M     |                           |                      | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-04-01T00:00:00Z
            PT12H   |                           |                      | 1970-01-01T00:00:00Z | 2026-03-01T00:00:00Z | 2026-03-01T12:00:00Z
            P1D     | 02:00-04:00               |                      | 1970-01-01T00:00:00Z | 2026-03-01T00:00:00Z | 2026-03-02T02:00:00Z
            # days are those of the zone: this one has 23 hours
            P28D    | 00:00-23:59 Europe/Berlin |                      | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-03-29T00:00:00Z
            P29D    | 00:00-23:59 Europe/Berlin |                      | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-03-29T23:00:00Z
            # overdue: now, or when it opens
            P30D    |                           |                      | 1970-01-01T00:00:00Z | 2026-05-02T07:00:00Z | 2026-05-02T07:00:00Z
            P30D    | 02:00-04:00               |                      | 1970-01-01T00:00:00Z | 2026-05-02T07:00:00Z | 2026-05-03T02:00:00Z
            # after a failure
            P30D    |                           |                      | 2026-05-02T09:00:00Z | 2026-05-02T07:00:00Z | 2026-05-02T09:00:00Z
            P30D    | 02:00-04:00               |                      | 2026-05-03T03:30:00Z | 2026-05-02T07:00:00Z | 2026-05-03T03:30:00Z
            # the end of the key comes first, but not before another attempt may be made
            P30D    | 02:00-04:00               | 2026-03-20T12:00:00Z | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-03-20T12:00:00Z
            P30D    | 02:00-04:00               | 2026-03-31T12:00:00Z | 1970-01-01T00:00:00Z | 2026-03-02T00:00:00Z | 2026-03-31T02:00:00Z
            P30D    | 02:00-04:00               | 2026-03-20T12:00:00Z | 1970-01-01T00:00:00Z | 2026-04-02T07:00:00Z | 2026-04-02T07:00:00Z
            P30D    | 02:00-04:00               | 2026-03-20T12:00:00Z | 2026-04-02T09:00:00Z | 2026-04-02T07:00:00Z | 2026-04-02T09:00:00Z
            """)
    void theNextRotationBegins(
            String every, String window, Instant deadline, Instant notBefore, Instant now, Instant next) {
        var schedule = understood(every, window == null ? "" : window);

        var begins = schedule.next(new Facts(LAST, noJitter(), Optional.ofNullable(deadline), notBefore), now);

        assertThat(begins).isEqualTo(next);
    }

    /** Its CRC-32 is zero. */
    private static String noJitter() {
        return "";
    }

    @Test
    void credentialsThatWereMadeTogetherAreSpreadOverATenthOfThePeriod() {
        var schedule = understood("P30D", "");
        var earliest = LAST.plus(Duration.ofDays(30));

        var times = IntStream.range(0, 500)
                .mapToObj(number -> schedule.next(
                        new Facts(LAST, "uid-%d/key.json".formatted(number), Optional.empty(), Instant.EPOCH), LAST))
                .toList();

        assertThat(times).allSatisfy(time -> assertThat(time).isBetween(earliest, earliest.plus(Duration.ofDays(3))));
        assertThat(times).anySatisfy(time -> assertThat(time).isBefore(earliest.plus(Duration.ofHours(3))));
        assertThat(times).anySatisfy(time -> assertThat(time).isAfter(earliest.plus(Duration.ofHours(69))));
        assertThat(times)
                .first()
                .isEqualTo(schedule.next(
                        new Facts(LAST, "uid-0/key.json", Optional.empty(), Instant.EPOCH), LAST.plusSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            monthly               |                       | "monthly" is no ISO-8601 period or duration, such as P30D
            30D                   |                       | "30D" is no ISO-8601 period or duration, such as P30D
            P0D                   |                       | "P0D" is shorter than PT1H
            P-30D                 |                       | "P-30D" is shorter than PT1H
            PT59M                 |                       | "PT59M" is shorter than PT1H
            P11Y                  |                       | "P11Y" is longer than ten years
            P30D                  | at night              | "at night" is not in the form Mon-Fri 02:00-04:00 Europe/Berlin
            P30D                  | 02:00-02:00           | "02:00-02:00" ends when it begins
            P30D                  | Mon-Wed-Fri 2:00-4:00 | "Mon-Wed-Fri 2:00-4:00" is not in the form Mon-Fri 02:00-04:00 Europe/Berlin
            P30D                  | Mon-Wed-Fri 02:00-04:00 | "Mon-Wed-Fri" is no range of days
            P30D                  | Montag 02:00-04:00    | "Montag" is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun
            """)
    void whatCannotBeMeantIsNotGuessed(String every, String window, String reason) {
        assertThat(Schedule.read(every, window == null ? "" : window, MINIMUM))
                .isEqualTo(new Reading.Malformed(reason));
    }

    @ParameterizedTest
    @CsvSource({"P30D,02:00-25:00", "P30D,02:00-04:00 Europe/Atlantis", "P999999999Y,", "PT9999999999999H,"})
    void whatNoCalendarHasIsMalformed(String every, String window) {
        assertThat(Schedule.read(every, window == null ? "" : window, MINIMUM)).isInstanceOf(Reading.Malformed.class);
    }

    private static Schedule understood(String every, String window) {
        return ((Reading.Understood) Schedule.read(every, window, MINIMUM)).schedule();
    }
}
