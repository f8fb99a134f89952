package io.otalite.telemetry.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Start;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenTelemetryTracingTest {
    private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
    private HttpServer collector;
    private Tracing tracing;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::receive);
        collector.start();
        tracing = OpenTelemetryTracing.to(
                "garden-service", "http://127.0.0.1:" + collector.getAddress().getPort());
    }

    private void receive(HttpExchange exchange) throws IOException {
        requests.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        tracing.close();
        collector.stop(0);
    }

    @Test
    void spansReachACollectorWithWhatTheyFollowOn() {
        // Given
        var server = tracing.begin(start(Kind.SERVER, "PUT", Optional.empty()));
        var send = tracing.begin(start(Kind.PRODUCER, "send topic", server.traceparent()));
        send.attribute("messaging.message.id", "e-1");
        send.attribute("http.response.status_code", 503);
        send.failed("not sent");

        // When
        send.end();
        server.end();

        // Then
        await().untilAsserted(() -> assertThat(spans()).hasSize(2));
        var sent = span("send topic");
        var parent = server.traceparent().orElseThrow();
        assertThat(hex(sent.getTraceId())).isEqualTo(parent.traceId());
        assertThat(hex(sent.getParentSpanId())).isEqualTo(parent.spanId());
        assertThat(sent.getKind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        assertThat(sent.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(sent.getAttributesList())
                .contains(text("messaging.message.id", "e-1"), number("http.response.status_code", 503));
        assertThat(sent.getStartTimeUnixNano()).isPositive().isLessThanOrEqualTo(sent.getEndTimeUnixNano());
        assertThat(span("PUT").getParentSpanId()).isEmpty();
        assertThat(span("PUT").getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(requests.getFirst().getResourceSpans(0).getResource().getAttributesList())
                .contains(text("service.name", "garden-service"));
    }

    @Test
    void aTraceThatIsNotRecordedElsewhereIsNotRecordedHereEither() {
        // Given
        var parent = new Traceparent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", false);

        // When
        var silent = tracing.begin(start(Kind.CONSUMER, "silent", Optional.of(parent)));
        silent.end();
        tracing.begin(start(Kind.SERVER, "heard", Optional.empty())).end();

        // Then
        await().untilAsserted(() -> assertThat(spans()).isNotEmpty());
        assertThat(spans()).extracting(Span::getName).containsExactly("heard");
        assertThat(silent.traceparent()).hasValueSatisfying(span -> {
            assertThat(span.traceId()).isEqualTo(parent.traceId());
            assertThat(span.sampled()).isFalse();
        });
    }

    @Test
    void aCollectorThatNeverAnswersHoldsNobodyUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            var hung = OpenTelemetryTracing.to("garden-service", "http://127.0.0.1:" + silent.getLocalPort());

            // When
            var began = System.nanoTime();
            IntStream.range(0, 20_000)
                    .forEach(_ -> hung.begin(start(Kind.SERVER, "PUT", Optional.empty()))
                            .end());
            hung.close();
            var took = Duration.ofNanos(System.nanoTime() - began);

            // Then
            assertThat(took).as("ten times what the queue holds, and the end").isLessThan(Duration.ofSeconds(4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector:4318", "ftp://collector", "http://", "no address", "", "http://me:secret@collector"})
    void whatIsNoAddressRecordsNothingAndDoesNoHarm(String endpoint) {
        assertThat(OpenTelemetryTracing.to("garden-service", endpoint)).isSameAs(Tracing.OFF);
    }

    private static Start start(Kind kind, String name, Optional<Traceparent> parent) {
        return new Start(kind, name, parent, Map.of());
    }

    private List<Span> spans() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    private Span span(String name) {
        return spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static KeyValue text(String name, String value) {
        return KeyValue.newBuilder()
                .setKey(name)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String name, long value) {
        return KeyValue.newBuilder()
                .setKey(name)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
