package io.otalite.system.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Prometheus with the configuration of {@code deploy/observability}, but for where the services are, and in a hurry. */
public final class Prometheus implements AutoCloseable {
    /** Grafana's word for it; four scrapes and some. */
    private static final String RATE_INTERVAL = "5s";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param folder for what it keeps and says
     * @param targets by the port that the configuration has them at
     */
    public static Prometheus start(Path program, Path folder, Map<Integer, URI> targets) throws IOException {
        var configuration = Files.readString(AlertRules.folder().resolve("prometheus.yml"))
                .replace("15s", "1s")
                .replace("alerts/*.yaml", AlertRules.folder().resolve("alerts") + "/*.yaml");
        for (var target : targets.entrySet()) {
            configuration = configuration.replace(
                    "ota:" + target.getKey(), target.getValue().getAuthority());
        }
        var file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        var port = freePort();
        var process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Those of the queries that are answered with nothing. */
    public List<String> unanswered(List<String> queries) {
        return queries.stream().filter(query -> ask(query).isEmpty()).toList();
    }

    /** The series of an answer; empty while it has none. */
    public JsonNode ask(String query) {
        var plain = query.replace("$__rate_interval", RATE_INTERVAL);
        var uri = URI.create("http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(plain, StandardCharsets.UTF_8)));
        try {
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("%s: %s".formatted(plain, answer.body()));
            }
            return json.readTree(answer.body()).at("/data/result");
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .handle((_, late) -> late != null)
                .join()) {
            process.destroyForcibly();
        }
    }
}
