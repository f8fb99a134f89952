package io.otalite.rotation.restart.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RestartMetrics metrics =
            new RestartMetrics(registry, new MessagingMetrics(registry, Map.of("keys", "restarts")));

    @Test
    void eventsThatWereReadAreMeasuredInTheWordsOfOpenTelemetry() {
        // When
        metrics.taken("keys", Duration.ofSeconds(2));
        metrics.taken("keys", Duration.ofSeconds(3));

        // Then
        assertThat(registry.get("messaging.client.consumed.messages")
                        .tag("messaging.system", "kafka")
                        .tag("messaging.destination.name", "keys")
                        .tag("messaging.consumer.group.name", "restarts")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("messaging.process.duration")
                        .tag("messaging.operation.name", "process")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(5);
    }
}
