package io.otalite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArchiveLedgerTest {
    private final ArchiveLedger ledger = new ArchiveLedger();

    private static long millis(long value) {
        return TimeUnit.MILLISECONDS.toNanos(value);
    }

    @Test
    void theTimeIsThatFromAnswerToEvent() {
        // When
        ledger.published("a", millis(100), true);
        ledger.archived("a", millis(350));

        // Then
        assertThat(ledger.latency().count()).isOne();
        assertThat(ledger.latency().maxMillis()).isCloseTo(250, within(0.5));
        assertThat(ledger.missing()).isZero();
    }

    @Test
    void givenTheEventArrivedBeforeTheAnswer_whenTheAnswerArrives_thenTheTimeIsZeroAndNothingIsMissing() {
        // Given
        ledger.archived("a", millis(90));

        // When
        ledger.published("a", millis(100), true);

        // Then
        assertThat(ledger.latency()).returns(1L, Latency::count).returns(0.0, Latency::maxMillis);
        assertThat(ledger.missing()).isZero();
    }

    @Test
    void aVersionOfTheWarmUpIsAwaitedAndNotMeasured() {
        // Given
        ledger.published("a", millis(100), false);
        assertThat(ledger.missing()).isOne();

        // When
        ledger.archived("a", millis(200));

        // Then
        assertThat(ledger.missing()).isZero();
        assertThat(ledger.latency().count()).isZero();
    }

    @Test
    void anEventThatComesTwiceCountsOnce() {
        // Given
        ledger.published("a", millis(100), true);

        // When
        ledger.archived("a", millis(200));
        ledger.archived("a", millis(900));

        // Then
        assertThat(ledger.span().count()).isOne();
        assertThat(ledger.latency().count()).isOne();
    }

    @Test
    void aNewWindowForgetsWhatWasSeenAndStillAwaitsWhatWasNot() {
        // Given
        ledger.published("a", millis(1), true);
        ledger.published("b", millis(2), true);
        ledger.published("c", millis(3), true);
        ledger.archived("a", millis(10));

        // When
        ledger.begin();
        ledger.archived("b", millis(1_000));
        ledger.archived("c", millis(3_000));

        // Then
        assertThat(ledger.span().count()).isEqualTo(2);
        assertThat(ledger.span().seconds()).isEqualTo(2.0);
        assertThat(DrainFigures.of("backlog", 0, ledger.span()).perSecond()).isEqualTo(0.5);
    }

    @Test
    void givenAVersionThatIsNeverArchived_whenItIsAwaited_thenTheMessageCountsIt() {
        // Given
        ledger.published("a", millis(1), true);

        // When, Then
        assertThatThrownBy(() -> ledger.awaitAll(Duration.ofMillis(20)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("1 versions");
    }
}
