package io.otalite.benchmarks.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.CloudEvents;
import io.otalite.events.KeyRotated;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.Quarantine.Received;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartRunTest {
    @TempDir
    private Path folder;

    @Test
    void aFewEventsAreMeasuredToTheFirstRestart() throws InterruptedException {
        try (var run = new RestartRun(folder, new HandedOver(), Clock.systemUTC())) {
            // Given
            run.create(List.of(1, 2));

            // When
            var figures = run.measure(2, 0, 2);

            // Then
            assertThat(figures.begun().count()).isEqualTo(2);
            assertThat(figures.begun().maxMillis())
                    .isGreaterThanOrEqualTo(figures.recorded().maxMillis());
            assertThat(figures.requestsPerRestart()).isBetween(2.0, 4.0);
            assertThat(run.model(2, 1).objectsRead()).isEqualTo(3);
        }
    }

    /** Without a broker. */
    private static final class HandedOver implements EventPath {
        private KeyRotations rotations;

        @Override
        public void open(KeyRotations to) {
            rotations = to;
        }

        @Override
        public void tell(KeyRotated event) {
            var message = CloudEvents.encode(event, URI.create("urn:test"));
            rotations.take(
                    new Received(message.topic(), 0, 0, message.key(), message.value(), Instant.EPOCH), message, true);
        }

        @Override
        public void close() {}
    }
}
