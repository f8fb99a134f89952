package io.otalite.rotation.credentials.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LooksTest {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final String LOGIN = "app_a@0123";

    /** As many looks as other instances may take before it is this one's turn again. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

    private final Looks looks = new Looks(LOOK);

    private static Instant after(Duration time) {
        return START.plus(time);
    }

    /** Looks every ten seconds. */
    private Instant look(Instant since, Instant from, Duration length) {
        var until = Instant.MIN;
        for (var now = from; !now.isAfter(from.plus(length)); now = now.plus(LOOK)) {
            until = looks.nothing(LOGIN, since, now);
        }
        return until;
    }

    @Test
    void oneLookIsNoDayOfSilence() {
        // When
        var until = looks.nothing(LOGIN, START, after(Duration.ofDays(1)));

        // Then
        assertThat(until).isBefore(START);
    }

    @Test
    void aSeriesThatBeganInTimeIsSilenceUntilNow() {
        // Given
        var unused = looks.nothing(LOGIN, Instant.EPOCH, START);

        // When
        var until = look(START, START, Duration.ofHours(1));

        // Then
        assertThat(until).isEqualTo(after(Duration.ofHours(1)));
    }

    @Test
    void aSeriesThatBeganLaterCountsByItsLength() {
        // When
        var until = look(START, after(Duration.ofHours(20)), Duration.ofHours(2));

        // Then
        assertThat(until).isEqualTo(after(Duration.ofHours(2).minus(LONGEST_GAP)));
    }

    @Test
    void aGapBeginsANewSeries() {
        // Given
        var unused = look(START, START, Duration.ofHours(23));

        // When
        var until = looks.nothing(
                LOGIN, START, after(Duration.ofHours(23).plus(LONGEST_GAP).plusSeconds(1)));

        // Then
        assertThat(until).isBefore(START);
    }

    @Test
    void whatWasFoundBeginsANewSeries() {
        // Given
        var unused = look(START, START, Duration.ofHours(1));
        looks.end(LOGIN);

        // When
        var until = looks.nothing(LOGIN, START, after(Duration.ofHours(1)));

        // Then
        assertThat(until).isBefore(START);
    }
}
