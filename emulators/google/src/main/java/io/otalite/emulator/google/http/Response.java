package io.otalite.emulator.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A complete response: nothing of it is computed while it is being sent. */
public record Response(int status, Map<String, String> headers, Content content) implements Answer {
    public Response {
        headers = Map.copyOf(headers);
    }

    public static Response json(int status, JsonNode body) {
        return new Response(
                status, Map.of("Content-Type", "application/json; charset=UTF-8"), Content.of(Json.bytes(body)));
    }

    public static Response ok(JsonNode body) {
        return json(200, body);
    }

    public static Response html(int status, String page) {
        return new Response(
                status,
                Map.of("Content-Type", "text/html; charset=UTF-8"),
                Content.of(page.getBytes(StandardCharsets.UTF_8)));
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), Content.EMPTY);
    }

    public Response with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new Response(status, all, content);
    }
}
