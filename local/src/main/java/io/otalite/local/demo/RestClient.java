package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** REST with the admin token, to whichever local service the URI names. */
final class RestClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int FIRST_BAD = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    RestClient(String token) {
        this.token = token;
    }

    /** What came back, whatever it is. */
    record Reply(String request, int status, Bytes body, Optional<String> etag) {

        /** The reply, if its status is 2xx; otherwise the demo has failed, and the problem's text says why. */
        Reply good() {
            if (status < OK || status >= FIRST_BAD) {
                throw new DemoFailedException(request + " to succeed", "HTTP %d: %s".formatted(status, text()));
            }
            return this;
        }

        JsonNode json() {
            try {
                return JSON.readTree(body.toArray());
            } catch (IOException e) {
                throw new DemoFailedException(request + " to answer with JSON", e.getMessage() + ": " + text());
            }
        }

        private String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }
    }

    Reply get(URI uri) throws InterruptedException {
        return send("GET", uri, Bytes.utf8(""));
    }

    Reply send(String method, URI uri, Bytes body) throws InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.size() == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toArray()))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            return new Reply(
                    method + " " + uri,
                    answer.statusCode(),
                    Bytes.copyOf(answer.body()),
                    answer.headers().firstValue("ETag"));
        } catch (IOException e) {
            throw new DemoFailedException(method + " " + uri + " to be answered", "no answer (" + e + ")");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
