package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.Level;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class FailureLogTest {

    private final Queue<SubstituteLoggingEvent> events = new LinkedList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FailureLog log = new FailureLog(
            new EventRecordingLogger(new SubstituteLogger("test", events, true), events),
            "relay",
            "Rows wait",
            nanos::get);

    @Test
    void aFailureThatRepeatsIsLoggedAtOnceAndThenTwiceAMinute() {
        // When
        for (int tenths = 0; tenths < 10 * 61; tenths++) {
            log.failed(new IllegalStateException("no broker"));
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
        }

        // Then
        assertThat(events).hasSize(3).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getThrowable()).hasMessage("no broker");
        });
        assertThat(events)
                .extracting(SubstituteLoggingEvent::getMessage)
                .element(2)
                .asString()
                .contains("failures=601");
    }

    @Test
    void theEndOfASeriesIsLoggedOnceAndTheNextSeriesAtOnce() {
        // Given
        log.failed(new IllegalStateException());

        // When
        log.succeeded();
        log.succeeded();
        log.failed(new IllegalStateException());

        // Then
        assertThat(events)
                .extracting(SubstituteLoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.INFO, Level.WARN);
    }
}
