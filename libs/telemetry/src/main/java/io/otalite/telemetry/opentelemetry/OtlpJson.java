package io.otalite.telemetry.opentelemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;

/**
 * Spans as the JSON of an {@code ExportTraceServiceRequest}. Ids are hexadecimal, numbers of 64 bits are text, enums are numbers (OTLP
 * 1.x, "JSON Protobuf Encoding").
 */
final class OtlpJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ERROR = 2;

    private OtlpJson() {}

    /** Every span of one process has the same resource and the same scope. */
    static byte[] encode(Collection<SpanData> spans) {
        var request = JSON.createObjectNode();
        var resourceSpans = request.putArray("resourceSpans").addObject();
        spans.stream()
                .findFirst()
                .ifPresent(any -> attributes(
                        resourceSpans.putObject("resource"), any.getResource().getAttributes()));
        var scopeSpans = resourceSpans.putArray("scopeSpans").addObject();
        scopeSpans.putObject("scope").put("name", "io.otalite");
        var list = scopeSpans.putArray("spans");
        spans.forEach(span -> add(list, span));
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts must be writable", e);
        }
    }

    private static void add(ArrayNode list, SpanData span) {
        var one = list.addObject();
        one.put("traceId", span.getTraceId());
        one.put("spanId", span.getSpanId());
        if (span.getParentSpanContext().isValid()) {
            one.put("parentSpanId", span.getParentSpanId());
        }
        one.put("name", span.getName());
        // SPAN_KIND_UNSPECIFIED is 0 on the wire, and no kind here.
        one.put("kind", span.getKind().ordinal() + 1);
        one.put("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
        one.put("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
        attributes(one, span.getAttributes());
        if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
            one.putObject("status")
                    .put("code", ERROR)
                    .put("message", span.getStatus().getDescription());
        }
    }

    private static void attributes(ObjectNode owner, Attributes attributes) {
        var list = owner.putArray("attributes");
        attributes.forEach((key, value) -> {
            var one = list.addObject();
            one.put("key", key.getKey());
            var kind = value instanceof Long ? "intValue" : "stringValue";
            one.putObject("value").put(kind, String.valueOf(value));
        });
    }
}
