package io.otalite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Offset<Double> THREE_DIGITS = within(1.0);

    @Test
    void percentilesAreThoseOfTheRecordedTimes() {
        // Given
        var micros = Latency.histogramOfMicros();
        for (int millis = 1; millis <= 1_000; millis++) {
            micros.recordValue(millis * 1_000L);
        }

        // When
        var latency = Latency.of(micros);

        // Then
        assertThat(latency.count()).isEqualTo(1_000);
        assertThat(latency.p50Millis()).isCloseTo(500, THREE_DIGITS);
        assertThat(latency.p95Millis()).isCloseTo(950, THREE_DIGITS);
        assertThat(latency.p99Millis()).isCloseTo(990, THREE_DIGITS);
        assertThat(latency.maxMillis()).isCloseTo(1_000, THREE_DIGITS);
    }

    @Test
    void otherPercentilesCanBeTakenFromTheEncodedHistogram() throws DataFormatException {
        // Given
        var micros = Latency.histogramOfMicros();
        micros.recordValueWithCount(2_000, 9_990);
        micros.recordValueWithCount(70_000, 10);

        // When
        var encoded = Base64.getDecoder().decode(Latency.of(micros).histogram());

        // Then
        var decoded = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        assertThat(decoded).isEqualTo(micros);
        assertThat(decoded.getValueAtPercentile(99.95)).isBetween(69_900L, 70_100L);
    }

    @Test
    void givenNothingWasRecorded_whenItIsRead_thenItSaysSoByItsCount() {
        assertThat(Latency.of(Latency.histogramOfMicros()))
                .returns(0L, Latency::count)
                .returns(0.0, Latency::p99Millis);
    }
}
