package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        * * * * *      | 2026-01-01T00:00:30Z | 2026-01-01T00:01:00Z
        */15 * * * *   | 2026-01-01T00:15:00Z | 2026-01-01T00:30:00Z
        0 3 * * *      | 2026-01-01T03:00:00Z | 2026-01-02T03:00:00Z
        30 8-10 * * *  | 2026-01-01T10:30:00Z | 2026-01-02T08:30:00Z
        0 0 * * sun    | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z
        0 0 * * 7      | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z
        0 0 13 * 5     | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
        0 0 29 2 *     | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
        5,10 1 1 jan,jul * | 2026-01-01T01:10:00Z | 2026-07-01T01:05:00Z
        @hourly        | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z
        """)
    void theNextTimeIsAfterTheGivenOne(String schedule, Instant after, Instant next) {
        assertThat(CronSchedule.parse(schedule, ZoneOffset.UTC).next(after)).contains(next);
    }

    @Test
    void aZoneIsRespected() {
        var schedule = CronSchedule.parse("0 3 * * *", ZoneId.of("Europe/Helsinki"));

        assertThat(schedule.next(Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Instant.parse("2026-01-01T01:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "x * * * *", "5-1 * * * *", "*/0 * * * *"
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> CronSchedule.parse(text, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }
}
