package io.otalite.emulator.google.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that is to go wrong.
 *
 * @param method of the calls it meets, or {@code *}
 * @param path of the calls it meets, undecoded, with the query or without; {@code *} stands for any text
 * @param count how many calls it meets
 * @param latency before anything else happens
 * @param status for the effects that answer with one
 */
record Fault(String method, String path, long count, Effect effect, int status, Duration latency) {
    private static final Set<String> MEMBERS = Set.of("method", "path", "count", "effect", "status", "latencyMillis");
    private static final int MOST_COUNT = 1_000_000;
    private static final int LONGEST_LATENCY_MILLIS = 600_000;

    static Fault of(ObjectNode json) {
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw ApiException.invalid("Unknown member %s; a fault has %s.".formatted(name, MEMBERS));
            }
        });
        var effect = text(json, "effect", "delay");
        return new Fault(
                text(json, "method", "*"),
                text(json, "path", "*"),
                number(json, "count", 1, 1, MOST_COUNT),
                Effect.of(effect).orElseThrow(() -> unknownEffect(effect)),
                (int) number(json, "status", 503, 200, 599),
                Duration.ofMillis(number(json, "latencyMillis", 0, 0, LONGEST_LATENCY_MILLIS)));
    }

    boolean meets(Request request) {
        return (method.equals("*") || method.equalsIgnoreCase(request.method()))
                && (glob().matcher(request.rawPath()).matches()
                        || glob().matcher(request.rawTarget()).matches());
    }

    private Pattern glob() {
        return Pattern.compile(
                Stream.of(path.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    ObjectNode json() {
        return Json.object()
                .put("method", method)
                .put("path", path)
                .put("count", count)
                .put("effect", effect.id())
                .put("status", status)
                .put("latencyMillis", latency.toMillis());
    }

    private static String text(JsonNode json, String name, String absent) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > 500) {
            throw ApiException.invalid("%s must be a string of 1 to 500 characters.".formatted(name));
        }
        return value.textValue();
    }

    private static long number(JsonNode json, String name, long absent, long least, long most) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw ApiException.invalid("%s must be a whole number from %d to %d.".formatted(name, least, most));
        }
        return value.longValue();
    }

    private static ApiException unknownEffect(String id) {
        return ApiException.invalid("Unknown effect %s; there are %s."
                .formatted(id, Stream.of(Effect.values()).map(Effect::id).toList()));
    }
}
