package io.otalite.telemetry.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans in a queue of bounded length, which a thread of its own empties towards a collector. A collector that is slow or away costs
 * spans: what does not fit the queue is dropped, and nobody waits for it.
 */
public final class OpenTelemetryTracing implements Tracing {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryTracing.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OpenTelemetryTracing(String service, SpanExporter exporter) {
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.builder().put(SERVICE_NAME, service).build())
                .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(INTERVAL)
                        .build())
                .build();
        this.tracer = provider.get("io.otalite");
    }

    /**
     * Traces by OTLP over HTTP, as protobuf.
     *
     * @param service the name that stands beside every span
     * @param endpoint of a collector, without the path: {@code http://collector:4318}; it need not be there, now or later. What is no
     *     such address is reported and nothing is recorded: no service stays down for its traces
     */
    public static Tracing to(String service, String endpoint) {
        var address = address(endpoint);
        if (address.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("expected", "http://HOST:PORT or https://HOST:PORT")
                    .log("The address of the collector cannot be used; no traces are recorded");
        }
        return address.<Tracing>map(uri -> new OpenTelemetryTracing(service, exporter(uri)))
                .orElse(Tracing.OFF);
    }

    private static SpanExporter exporter(URI collector) {
        var address = collector.toString().replaceAll("/+$", "");
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(address + "/v1/traces")
                .build();
    }

    private static Optional<URI> address(String endpoint) {
        try {
            var uri = new URI(endpoint.strip());
            return uri.getHost() != null
                            && uri.getUserInfo() == null
                            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    @Override
    public Span begin(Start start) {
        var parent = start.parent().map(OpenTelemetryTracing::context).orElse(Context.root());
        var builder = tracer.spanBuilder(start.name())
                .setParent(parent)
                .setSpanKind(SpanKind.valueOf(start.kind().name()));
        start.attributes().forEach(builder::setAttribute);
        return new Recorded(builder.startSpan());
    }

    private static Context context(Traceparent parent) {
        var flags = parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        var remote =
                SpanContext.createFromRemoteParent(parent.traceId(), parent.spanId(), flags, TraceState.getDefault());
        return Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote));
    }

    @Override
    public void close() {
        var _ = provider.shutdown().join(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public Optional<Traceparent> traceparent() {
            var context = span.getSpanContext();
            return Optional.of(new Traceparent(context.getTraceId(), context.getSpanId(), context.isSampled()));
        }

        @Override
        public void attribute(String name, String text) {
            span.setAttribute(name, text);
        }

        @Override
        public void attribute(String name, long number) {
            span.setAttribute(name, number);
        }

        @Override
        public void failed(String reason) {
            span.setStatus(StatusCode.ERROR, reason);
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
