package io.otalite.api.publication.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestBucketsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void filter() {
        registry.config().meterFilter(new RequestBuckets());
    }

    @Test
    void howManyRequestsWereAnsweredInTimeCanBeRead() {
        // Given
        var requests = registry.timer("http.server.requests", "uri", "/ota/factories/{factory}/targets");

        // When
        requests.record(Duration.ofMillis(49));
        requests.record(Duration.ofMillis(499));

        // Then
        assertThat(within(requests, 50)).isEqualTo(1);
        assertThat(within(requests, 500)).isEqualTo(2);
    }

    @Test
    void nothingElseHasBuckets() {
        // When
        var other = registry.timer("something.else");

        // Then
        assertThat(other.takeSnapshot().histogramCounts()).isEmpty();
    }

    private static double within(Timer requests, double millis) {
        for (var bucket : requests.takeSnapshot().histogramCounts()) {
            if (bucket.bucket(TimeUnit.MILLISECONDS) == millis) {
                return bucket.count();
            }
        }
        throw new AssertionError("No bucket of %f ms".formatted(millis));
    }
}
