package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyDelaysTest {

    /** Close to where the numbers of the clock turn over, which they may. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

    private final KeyDelays delays = new KeyDelays("relay", nanos::get);

    @Test
    void aKeyThatFailedWaitsLongerEachTimeUpToALimit() {
        var waited = List.of(200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000);

        for (var millis : waited) {
            delays.failed(List.of("acme"), new Exception("no"));
            pass(Duration.ofMillis(millis - 1));
            assertThat(delays.waiting()).as("after " + millis).containsExactly("acme");
            pass(Duration.ofMillis(1));
            assertThat(delays.waiting()).isEmpty();
        }
    }

    @Test
    void aKeyThatSucceededBeginsAgain() {
        // Given
        delays.failed(List.of("acme", "zeta"), new Exception("no"));
        delays.failed(List.of("acme", "zeta"), new Exception("no"));

        // When
        delays.succeeded(List.of("acme"));

        // Then
        assertThat(delays.waiting()).containsExactly("zeta");
        delays.failed(List.of("acme"), new Exception("no"));
        pass(Duration.ofMillis(200));
        assertThat(delays.waiting()).containsExactly("zeta");
    }

    @Test
    void itTellsWhatHoldsKeysBackUntilNothingDoes() {
        assertThat(delays.description()).isEmpty();

        delays.failed(List.of("acme"), new Exception("no such topic"));
        assertThat(delays.description()).get().asString().contains("acme", "no such topic");

        delays.succeeded(List.of("acme"));
        assertThat(delays.description()).isEmpty();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
