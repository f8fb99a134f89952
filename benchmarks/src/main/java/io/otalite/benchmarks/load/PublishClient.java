package io.otalite.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** A user of the API who publishes; keeps its connections. For many threads. */
public final class PublishClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI api;
    private final String token;

    /** @param token of the administrator */
    public PublishClient(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    /** What became of a request to publish. */
    public sealed interface Answer {
        /** The version is durable. */
        record Published(long version) implements Answer {}

        /**
         * Nothing that counts: another status than 200, or no answer at all.
         *
         * @param cause the same for the same kind of failure, so that failures can be counted by it
         */
        record Failed(String cause) implements Answer {}
    }

    /** Makes the factory where it is missing, and gives it these Targets and no others. */
    long prepare(String factory, byte[] targets) throws InterruptedException {
        var body = "{\"name\":\"%s\",\"dialects\":[\"tuf\",\"ats\"]}"
                .formatted(factory)
                .getBytes(StandardCharsets.US_ASCII);
        var created = sendToPrepare(request("/v1/factories", "POST", body));
        if (created.statusCode() != CREATED && created.statusCode() != CONFLICT) {
            throw refused("Factory " + factory + " cannot be made", created);
        }
        var replaced = sendToPrepare(request(targetsOf(factory), "PUT", targets));
        if (replaced.statusCode() != OK) {
            throw refused("The Targets of " + factory + " cannot be replaced", replaced);
        }
        return version(replaced.body());
    }

    /** Sends a change of Targets; the version becomes known when {@link Received#answer} is called. */
    Received change(String factory, byte[] change) throws InterruptedException {
        try {
            var response = http.send(request(targetsOf(factory), "PATCH", change), BodyHandlers.ofByteArray());
            return new Received(System.nanoTime(), () -> answer(response));
        } catch (IOException e) {
            var failed = new Answer.Failed(e.getClass().getSimpleName());
            return new Received(System.nanoTime(), () -> failed);
        }
    }

    /** An answer and when it was complete; reading it is not part of what is timed. */
    record Received(long nanos, Supplier<Answer> reader) {
        Answer answer() {
            return reader.get();
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return response.statusCode() == OK
                ? new Answer.Published(version(response.body()))
                : new Answer.Failed("HTTP " + response.statusCode());
    }

    private static long version(byte[] job) {
        try {
            return JSON.readTree(job).required("version").asLong();
        } catch (IOException e) {
            throw new LoadException("The API answers with something that is no job", e);
        }
    }

    private static String targetsOf(String factory) {
        return "/ota/factories/" + factory + "/targets";
    }

    private HttpResponse<byte[]> sendToPrepare(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new LoadException("No answer from " + request.uri(), e);
        }
    }

    private HttpRequest request(String path, String method, byte[] body) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(PATIENCE)
                .header("OSF-TOKEN", token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
    }

    private static LoadException refused(String what, HttpResponse<byte[]> response) {
        var words = new String(response.body(), StandardCharsets.UTF_8);
        return new LoadException("%s: HTTP %d %s".formatted(what, response.statusCode(), words));
    }

    @Override
    public void close() {
        http.close();
    }
}
