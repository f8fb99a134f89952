package io.otalite.rotation.observation.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lists and watches over the client's connection, with its credentials. Its exceptions never say what was received.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Watches</a>
 */
final class ApiReader {
    private static final JsonMapper JSON = new JsonMapper();

    /** Objects have up to 1.5 MB, and a page is in memory at once. */
    private static final int PAGE = 100;

    /** For a whole page, or for the beginning of a watch. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Then the server ends a watch, and another goes on where it was; not all of them at the same moment. */
    private static final Duration SHORTEST_WATCH = Duration.ofMinutes(5);

    private static final Duration LONGEST_WATCH = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final HttpClient http;

    ApiReader(KubernetesClient client) {
        this.client = client;
        // Who watches has to know what the server answers, not what it answered in the end.
        var once = new RequestConfigBuilder()
                .withRequestRetryBackoffLimit(0)
                .withRequestRetryBackoffInterval(client.getConfiguration().getRequestRetryBackoffInterval())
                .build();
        http = client.getHttpClient().newBuilder().tag(once).build();
    }

    /** The server said no. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final Duration retryAfter;

        RefusedException(int status) {
            this(status, Duration.ZERO);
        }

        RefusedException(int status, Duration retryAfter) {
            super("HTTP " + status);
            this.status = status;
            this.retryAfter = retryAfter;
        }

        /** How long the server wants to be left alone. */
        Duration retryAfter() {
            return retryAfter;
        }

        int status() {
            return status;
        }
    }

    /**
     * One page of a list.
     *
     * @param namespace empty for all
     * @param page what the page before said of the next one; empty for the first
     */
    JsonNode list(ApiKind kind, String namespace, String page) throws IOException, InterruptedException {
        var next = page.isEmpty() ? "" : "&continue=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
        var late = CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try (var in = send(request(kind, namespace, "limit=" + PAGE + next).build())) {
            var end = CompletableFuture.runAsync(() -> close(in), late);
            try {
                var answer = JSON.readTree(in);
                if (!answer.path("metadata").isObject()) {
                    throw new IOException("The answer is no list");
                }
                return answer;
            } finally {
                end.cancel(false);
            }
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException alreadyBroken) {
            // It is closed either way.
        }
    }

    /** Changes since a version; established when this returns. */
    Events watch(ApiKind kind, String namespace, String version) throws IOException, InterruptedException {
        var query = "watch=true&allowWatchBookmarks=true&resourceVersion=%s&timeoutSeconds=%d"
                .formatted(
                        URLEncoder.encode(version, StandardCharsets.UTF_8),
                        ThreadLocalRandom.current()
                                .nextLong(SHORTEST_WATCH.toSeconds(), LONGEST_WATCH.toSeconds() + 1));
        return new Events(send(request(kind, namespace, query).forStreaming().build()));
    }

    private HttpRequest.Builder request(ApiKind kind, String namespace, String query) {
        var server = client.getMasterUrl().toString().replaceFirst("/+$", "");
        var uri = "%s/%s%s/%s?%s"
                .formatted(
                        server,
                        kind.group().isEmpty() ? "api/" + kind.version() : "apis/" + kind.apiVersion(),
                        namespace.isEmpty() ? "" : "/namespaces/" + namespace,
                        kind.plural(),
                        query);
        return http.newHttpRequestBuilder().uri(uri);
    }

    private InputStream send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.sendAsync(request, InputStream.class);
        try {
            var response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (response.isSuccessful()) {
                return response.body();
            }
            response.body().close();
            throw new RefusedException(response.code(), retryAfter(response.header("Retry-After")));
        } catch (ExecutionException failed) {
            throw new IOException("The cluster cannot be reached", failed.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("The cluster does not answer", late);
        }
    }

    /** @param header seconds; a date, which an API server does not send, is not understood */
    private static Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("\\d{1,2}")
                ? Duration.ofSeconds(Integer.parseInt(header))
                : Duration.ZERO;
    }

    /** The changes, one after the other, as they come. */
    static final class Events implements AutoCloseable {
        private final InputStream in;
        private final BufferedReader lines;
        private volatile long heard = System.nanoTime();

        private Events(InputStream in) {
            this.in = in;
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /** Waits for the next one. @return empty when there will be no more */
        Optional<JsonNode> next() throws IOException {
            var line = lines.readLine();
            heard = System.nanoTime();
            return line == null ? Optional.empty() : Optional.of(JSON.readTree(line));
        }

        /** Differs as soon as something more has come, from any thread. */
        long heard() {
            return heard;
        }

        /** How long nothing has come, from any thread. */
        Duration silence() {
            return Duration.ofNanos(System.nanoTime() - heard);
        }

        @Override
        public void close() {
            ApiReader.close(in);
        }
    }
}
