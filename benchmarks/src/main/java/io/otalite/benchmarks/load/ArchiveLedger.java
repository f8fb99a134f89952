package io.otalite.benchmarks.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Brings together what was published and what was archived. The two are reported by different threads, and either may be
 * first: an event can arrive before the client has seen its answer. Safe for many threads.
 */
final class ArchiveLedger {
    private record Publication(long answeredNanos, boolean measured) {}

    private final Map<String, Publication> awaited = new HashMap<>();
    private final Map<String, Long> early = new HashMap<>();
    private Histogram micros = Latency.histogramOfMicros();
    private Span span = Span.EMPTY;

    /** How many were archived in a window, and the nanoTime of the first and the last. */
    record Span(long count, long firstNanos, long lastNanos) {
        static final Span EMPTY = new Span(0, 0, 0);

        Span and(long nanos) {
            return count == 0 ? new Span(1, nanos, nanos) : new Span(count + 1, firstNanos, Math.max(lastNanos, nanos));
        }

        double seconds() {
            return (lastNanos - firstNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        }
    }

    /** @param measured whether its latency is wanted; it is waited for in any case */
    synchronized void published(String identity, long answeredNanos, boolean measured) {
        var archivedNanos = early.remove(identity);
        var publication = new Publication(answeredNanos, measured);
        if (archivedNanos == null) {
            awaited.put(identity, publication);
        } else {
            record(publication, archivedNanos);
        }
    }

    synchronized void archived(String identity, long nanos) {
        var publication = awaited.remove(identity);
        if (publication == null) {
            early.putIfAbsent(identity, nanos);
        } else {
            record(publication, nanos);
            if (awaited.isEmpty()) {
                notifyAll();
            }
        }
    }

    private void record(Publication publication, long archivedNanos) {
        span = span.and(archivedNanos);
        if (publication.measured()) {
            var nanos = Math.max(0, archivedNanos - publication.answeredNanos());
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
        }
    }

    /** What was published and not seen in the archive yet. */
    synchronized int missing() {
        return awaited.size();
    }

    /**
     * Waits until everything that was published is archived.
     *
     * @throws LoadException when it is not within that time
     */
    synchronized void awaitAll(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!awaited.isEmpty()) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                throw new LoadException("%d versions were not archived within %s".formatted(awaited.size(), patience));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Begins a new window: no latencies and nothing archived in it. What is awaited stays awaited. */
    synchronized void begin() {
        micros = Latency.histogramOfMicros();
        span = Span.EMPTY;
    }

    /** The times from answer to archive in this window. */
    synchronized Latency latency() {
        return Latency.of(micros);
    }

    synchronized Span span() {
        return span;
    }
}
