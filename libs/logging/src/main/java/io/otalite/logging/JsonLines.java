package io.otalite.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * A log record as one JSON object on one line: {@code timestamp} (RFC 3339, UTC), {@code level}, {@code logger}, {@code thread},
 * {@code message}, what stands in the log context, the facts of the line, and {@code stackTrace} if there is one. docs/operations.md
 * lists the fields.
 */
public final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> OWN = Set.of("timestamp", "level", "logger", "thread", "message", "stackTrace");

    @Override
    public String format(ExtLogRecord line) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(json, line);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A line could not be written into memory", e);
        }
        return text.append('\n').toString();
    }

    private void write(JsonGenerator json, ExtLogRecord line) throws IOException {
        var facts = Facts.of(line);
        json.writeStringField("timestamp", MILLIS.format(line.getInstant()));
        json.writeStringField("level", level(line));
        json.writeStringField("logger", String.valueOf(line.getLoggerName()));
        json.writeStringField("thread", String.valueOf(line.getThreadName()));
        json.writeStringField("message", facts.without(String.valueOf(formatMessage(line))));
        for (var id : line.getMdcCopy().entrySet()) {
            if (!facts.values().containsKey(id.getKey())) {
                field(json, id);
            }
        }
        for (var fact : facts.values().entrySet()) {
            field(json, fact);
        }
        if (line.getThrown() != null) {
            json.writeStringField("stackTrace", stackTrace(line.getThrown()));
        }
    }

    /** What is logged by {@code java.util.logging}, as OpenTelemetry does, has other names for two of the levels. */
    private static String level(ExtLogRecord line) {
        var name = line.getLevel().getName();
        return switch (name) {
            case "SEVERE" -> "ERROR";
            case "WARNING" -> "WARN";
            default -> name;
        };
    }

    /** A fact that is called like a field of every line gets another name, so that no object has a member twice. */
    private static void field(JsonGenerator json, Map.Entry<String, ?> fact) throws IOException {
        json.writeFieldName(OWN.contains(fact.getKey()) ? "fact." + fact.getKey() : fact.getKey());
        switch (fact.getValue()) {
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Double number when Double.isFinite(number) -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(String.valueOf(fact.getValue()));
        }
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
