package io.otalite.local.rotation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as it was told to, in order; the last answer to a question stays. */
public final class ScriptedService implements AutoCloseable {
    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public ScriptedService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param question method and path */
    public ScriptedService when(String question, int status, String body) {
        answers.computeIfAbsent(question, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** A rotation as the service shows it. @param rest members after those that all have, with a comma before */
    public static String rotation(String state, boolean over, String rest) {
        return """
                {"id": "rotation-1", "state": "%s", "since": "2026-03-01T10:00:00.123456Z", "over": %s,
                 "plan": {"credential": "google-service-account-key", "account": "backup@shop", "old_key_id": "old-1",
                   "destinations": [{"secret": {"kind": "Secret", "namespace": "shop", "name": "archive"}, "entries": ["key.json"]}],
                   "consumers": [
                     {"workload": {"kind": "Deployment", "namespace": "shop", "name": "web"}, "mode": "restart"},
                     {"workload": {"kind": "CronJob", "namespace": "shop", "name": "night"}, "mode": "refused", "refusal": "not a Deployment"}],
                   "compromised": false, "requested_by": "admin", "requested_at": "2026-03-01T10:00:00Z"}%s}
                """.formatted(state, over, rest);
    }

    /** Method, path, token and body of everything that was asked. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(question + " " + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        var script = answers.getOrDefault(question, new ArrayDeque<>());
        var answer = script.size() > 1 ? script.poll() : script.peek();
        if (answer == null) {
            answer = new Answer(404, "{\"title\": \"Not scripted\", \"status\": 404}");
        }
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
