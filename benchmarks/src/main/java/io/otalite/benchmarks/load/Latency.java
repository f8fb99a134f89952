package io.otalite.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * A distribution of times.
 *
 * @param histogram all of it: an HdrHistogram in microseconds, compressed, base64
 */
public record Latency(
        long count, double p50Millis, double p95Millis, double p99Millis, double maxMillis, String histogram) {
    private static final double MICROS_PER_MILLI = 1000;
    private static final int SIGNIFICANT_DIGITS = 3;

    /** An empty histogram of the kind that {@link #of} takes; values are microseconds. */
    public static Histogram histogramOfMicros() {
        return new Histogram(SIGNIFICANT_DIGITS);
    }

    /** What was recorded in such a histogram. */
    public static Latency of(Histogram micros) {
        return new Latency(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 95),
                millis(micros, 99),
                micros.getMaxValue() / MICROS_PER_MILLI,
                encoded(micros));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    private static String encoded(Histogram micros) {
        var buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        var length = micros.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
