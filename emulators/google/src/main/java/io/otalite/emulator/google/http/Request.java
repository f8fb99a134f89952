package io.otalite.emulator.google.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One call as the features see it: decoded path and query, one value per header, a body with a limit. */
public final class Request {
    private static final int MAX_JSON = 1024 * 1024;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    private final HttpExchange exchange;
    private final Parameters query;
    private final Map<String, String> path;

    private Request(HttpExchange exchange, Parameters query, Map<String, String> path) {
        this.exchange = exchange;
        this.query = query;
        this.path = Map.copyOf(path);
    }

    static Request of(HttpExchange exchange) {
        var rawQuery = exchange.getRequestURI().getRawQuery();
        return new Request(exchange, Parameters.parse(rawQuery == null ? "" : rawQuery), Map.of());
    }

    Request withPath(Map<String, String> variables) {
        return new Request(exchange, query, variables);
    }

    /** The method that is meant: Google's clients send PATCH as a POST with an override. */
    public String method() {
        var sent = exchange.getRequestMethod();
        return sent.equals("POST")
                ? header("X-HTTP-Method-Override")
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .orElse(sent)
                : sent;
    }

    /** The path as it was sent, escapes included. */
    public String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    /** Path and query as they were sent. */
    public String rawTarget() {
        return exchange.getRequestURI().toString();
    }

    List<String> segments() {
        return Arrays.stream(rawPath().substring(1).split("/", -1))
                .map(PercentEncoding::decodePath)
                .toList();
    }

    /** The decoded value of a {@code {name}} in the route's template. */
    public String path(String name) {
        var value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no variable " + name);
        }
        return value;
    }

    public Parameters query() {
        return query;
    }

    /** The header's only value. */
    public Optional<String> header(String name) {
        var values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ApiException.invalid("Header %s stands more than once.".formatted(name));
        }
        return values.stream().findFirst();
    }

    /** Scheme, host and port by which the caller reached the emulator; links in answers start with it. */
    public String baseUri() {
        var own = exchange.getLocalAddress();
        return "http://"
                + header("Host").filter(host -> HOST.matcher(host).matches()).orElse("127.0.0.1:" + own.getPort());
    }

    /** The body, unpacked if it came compressed; reading more than {@code limit} bytes of it is refused with 413. */
    public InputStream body(long limit) throws IOException {
        var raw = exchange.getRequestBody();
        return switch (header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT)) {
            case "identity" -> BodyInput.plain(raw, limit);
            case "gzip" -> BodyInput.gzip(raw, limit);
            default -> throw ApiException.of(415, "invalid", "Content-Encoding must be gzip or absent.");
        };
    }

    /** The body as a JSON object; no body is the empty object. */
    public ObjectNode json() throws IOException {
        var bytes = bytes(MAX_JSON);
        return bytes.length == 0 ? Json.object() : parse(bytes);
    }

    /** The body as a form. */
    public Parameters form() throws IOException {
        var type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw ApiException.of(415, "invalid", "Content-Type must be application/x-www-form-urlencoded.");
        }
        return Parameters.parse(new String(bytes(MAX_JSON), StandardCharsets.ISO_8859_1));
    }

    public static ObjectNode parse(byte[] bytes) {
        try {
            return Json.parseObject(bytes);
        } catch (IOException e) {
            throw ApiException.of(400, "parseError", "Parse Error: " + firstLine(e));
        }
    }

    private byte[] bytes(long limit) throws IOException {
        try (var in = body(limit)) {
            return in.readAllBytes();
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON");
    }
}
