package io.otalite.telemetry.opentelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans by OTLP over HTTP, encoded as JSON (OTLP 1.x, "OTLP/HTTP", "JSON Protobuf Encoding"): of the encodings that every
 * collector takes it is the one that needs nothing but the JDK. A batch is sent once; the specification's retries would only fill the
 * queue behind it.
 */
final class OtlpHttpExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpHttpExporter.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LOWEST_ERROR = 300;

    private final URI traces;
    private final HttpClient http;
    private final AtomicBoolean failing = new AtomicBoolean();

    OtlpHttpExporter(URI endpoint) {
        this.traces = URI.create(endpoint.toString().replaceAll("/+$", "") + "/v1/traces");
        this.http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** On the thread of the queue alone, which has nothing else to do. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var request = HttpRequest.newBuilder(traces)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpJson.encode(spans)))
                .build();
        try {
            var status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status < LOWEST_ERROR ? sent() : lost("HTTP status " + status);
        } catch (IOException away) {
            return lost(away.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return CompletableResultCode.ofFailure();
        }
    }

    private CompletableResultCode sent() {
        if (failing.getAndSet(false)) {
            LOG.atInfo().addKeyValue("collector", traces).log("Spans are sent again");
        }
        return CompletableResultCode.ofSuccess();
    }

    /** Once an outage: the line is for whoever wonders why a trace is missing. */
    private CompletableResultCode lost(String reason) {
        if (!failing.getAndSet(true)) {
            LOG.atWarn()
                    .addKeyValue("collector", traces)
                    .addKeyValue("reason", reason)
                    .log("Spans cannot be sent and are dropped");
        }
        return CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        http.shutdownNow();
        return CompletableResultCode.ofSuccess();
    }
}
