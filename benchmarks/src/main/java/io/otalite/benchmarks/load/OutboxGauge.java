package io.otalite.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Watches how much api-service has committed and not sent to Kafka yet, by its metric. */
final class OutboxGauge implements AutoCloseable {
    private static final String METRIC = "ota_outbox_pending_rows";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;

    /** @param management the management port of api-service */
    OutboxGauge(URI management) {
        this.metrics = management.resolve("/q/metrics");
    }

    /** Waits until everything that was committed is in Kafka. */
    void awaitEmpty() throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (pendingRows() > 0) {
            if (System.nanoTime() > end) {
                throw new LoadException("The outbox is not empty after " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private double pendingRows() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(metrics).build();
            return pendingRows(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new LoadException("The metrics of api-service cannot be read from " + metrics, e);
        }
    }

    /** The value of the metric in the text format of Prometheus; a gauge that is not known yet is NaN. */
    static double pendingRows(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(METRIC + " ") || line.startsWith(METRIC + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new LoadException("There is no metric " + METRIC));
    }

    @Override
    public void close() {
        http.close();
    }
}
