package io.otalite.local.rotation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.local.rotation.RotationServiceException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * rotation-service over REST. Every method throws {@link RotationServiceException} when it is not answered, or answered with a problem.
 */
public final class RotationApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int FIRST_BAD = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param service scheme, host and port; a path before {@code /v1} is kept */
    public RotationApi(URI service, String token) {
        this.service = service;
        this.token = token;
    }

    /** What would be done: {@code plan} and {@code refusals}. */
    public JsonNode rehearse(Wish wish) throws InterruptedException {
        return good(post("/v1/rotations?dryRun=true", wish.body()));
    }

    public SeenRotation begin(Wish wish) throws InterruptedException {
        return SeenRotation.of(good(post("/v1/rotations", wish.body())));
    }

    public SeenRotation rotation(String id) throws InterruptedException {
        return SeenRotation.of(good(get("/v1/rotations/" + encoded(id))));
    }

    /** The latest ones, as many as the service gives at once: {@code items}. */
    public JsonNode list() throws InterruptedException {
        return good(get("/v1/rotations?page_size=100"));
    }

    public SeenRotation abort(String id, String reason) throws InterruptedException {
        return order(id, "abort", reason);
    }

    public SeenRotation retire(String id, String reason) throws InterruptedException {
        return order(id, "retire", reason);
    }

    private SeenRotation order(String id, String verb, String reason) throws InterruptedException {
        var body = JSON.valueToTree(Map.of("reason", reason));
        return SeenRotation.of(good(post("/v1/rotations/" + encoded(id) + ':' + verb, body)));
    }

    /** What is restarted under this id; empty while nothing is recorded. */
    public List<SeenRestart> restarts(String rotation) throws InterruptedException {
        var answer = get("/v1/restarts/" + encoded(rotation));
        if (answer.statusCode() == NOT_FOUND) {
            return List.of();
        }
        var tasks = good(answer).path("tasks");
        return StreamSupport.stream(tasks.spliterator(), false)
                .map(SeenRestart::of)
                .toList();
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> get(String path) throws InterruptedException {
        return send(request(path).GET().build());
    }

    private HttpResponse<String> post(String path, JsonNode body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.toString().replaceFirst("/+$", "") + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RotationServiceException(
                    Kind.NO_ANSWER, "rotation-service does not answer at %s (%s)".formatted(service, e), e);
        }
    }

    private JsonNode good(HttpResponse<String> answer) {
        var status = answer.statusCode();
        if (status >= OK && status < FIRST_BAD) {
            try {
                return JSON.readTree(answer.body());
            } catch (JacksonException _) {
                throw new RotationServiceException(
                        Kind.NO_ANSWER, "What answers at %s is no rotation-service".formatted(service));
            }
        }
        throw new RotationServiceException(kind(status), problem(answer));
    }

    private static Kind kind(int status) {
        if (status == CONFLICT) {
            return Kind.REFUSED;
        }
        return status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY
                ? Kind.NOT_UNDERSTOOD
                : Kind.NO_ANSWER;
    }

    /** Title and detail of an RFC 9457 problem; of anything else the status alone, as it may be any server that answered. */
    private static String problem(HttpResponse<String> answer) {
        try {
            var problem = JSON.readTree(answer.body());
            var title = problem.path("title").asText("");
            if (!title.isEmpty()) {
                var detail = problem.path("detail").asText("");
                return Printable.line(detail.isEmpty() ? title : title + ": " + detail);
            }
        } catch (JacksonException _) {
            // No problem document.
        }
        return "%s answered with HTTP %d".formatted(answer.uri(), answer.statusCode());
    }

    @Override
    public void close() {
        http.close();
    }
}
