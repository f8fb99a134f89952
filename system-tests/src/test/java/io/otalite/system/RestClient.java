package io.otalite.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sends requests to one place and shows what came back; for many threads. */
final class RestClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Optional<String> token;

    private RestClient(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    static RestClient withToken(URI base, String token) {
        return new RestClient(base, Optional.of(token));
    }

    static RestClient withoutToken(URI base) {
        return new RestClient(base, Optional.empty());
    }

    /** What came back. */
    record Answer(int status, Bytes body, Optional<String> entityTag) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The body of an answer that is a success; anything else fails the test with what the service said. */
        Bytes content() {
            if (!ok()) {
                throw new AssertionError("Status %d: %s".formatted(status, text()));
            }
            return body;
        }

        JsonNode json() {
            try {
                return JSON.readTree(content().toArray());
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + text(), e);
            }
        }

        String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }
    }

    Answer get(String path) {
        return answered("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return answered("DELETE", path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, JsonNode body) {
        return answered(method, path, json(body));
    }

    /** Sends once, never again by itself; no answer is an exception, because then nobody knows what happened. */
    Answer sendOnce(String method, String path, BodyPublisher body) throws IOException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body);
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        try {
            return answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + base.resolve(path), e);
        }
    }

    private Answer answered(String method, String path, BodyPublisher body) {
        try {
            return sendOnce(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s was not answered".formatted(method, base.resolve(path)), e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        var tag = response.headers().firstValue("ETag").map(quoted -> quoted.replace("\"", ""));
        return new Answer(response.statusCode(), Bytes.copyOf(response.body()), tag);
    }

    static BodyPublisher json(JsonNode body) {
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }
}
