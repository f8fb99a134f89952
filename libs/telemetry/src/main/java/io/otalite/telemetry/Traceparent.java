package io.otalite.telemetry;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One span of a trace, as the next service continues it: the value of the header {@code traceparent} (W3C Trace Context 3.2).
 *
 * @param traceId 32 lower-case hexadecimal characters, not all zero
 * @param spanId 16 of them, not all zero
 * @param sampled whether the spans of this trace are recorded
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {
    /** The name of the header, in HTTP and in Kafka. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final int SAMPLED = 1;

    /** Reads what another service sent. What is not of the form is as good as absent: no trace is worth a refusal. */
    public static Optional<Traceparent> parse(@Nullable String text) {
        if (text == null || text.length() > 200) {
            return Optional.empty();
        }
        var form = FORM.matcher(text);
        if (!form.matches() || (text.startsWith("00") && form.group(4) != null)) {
            return Optional.empty();
        }
        var flags = Integer.parseInt(form.group(3), 16);
        return Optional.of(new Traceparent(form.group(1), form.group(2), (flags & SAMPLED) == SAMPLED));
    }

    /** The span that this thread works in. */
    public static Optional<Traceparent> current() {
        var traceId = MDC.get(LogContext.TRACE_ID);
        var spanId = MDC.get(LogContext.SPAN_ID);
        return traceId == null || spanId == null
                ? Optional.empty()
                : Optional.of(new Traceparent(traceId, spanId, !"false".equals(MDC.get(LogContext.SAMPLED))));
    }

    /** As the header has it. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + "-" + (sampled ? "01" : "00");
    }
}
