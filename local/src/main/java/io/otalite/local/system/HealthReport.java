package io.otalite.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a service says of its own readiness.
 *
 * @param up whether it calls itself ready
 * @param degraded what it does without although it is ready; empty when it lacks nothing
 * @param held the same, when work waits because of it
 * @param remark all of it as one line for a person; empty when there is nothing to say
 */
public record HealthReport(boolean up, Optional<String> degraded, Optional<String> held, String remark) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For processes that have no health document. */
    public static HealthReport none() {
        return new HealthReport(true, Optional.empty(), Optional.empty(), "");
    }

    /** Asks the management port of a service. No answer is an answer: it is not up. */
    public static HealthReport ask(URI management) throws InterruptedException {
        var uri = management.resolve("/q/health/ready");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
            return of(JSON.readTree(answer.body()));
        } catch (IOException e) {
            return new HealthReport(false, Optional.empty(), Optional.empty(), "no answer from " + uri);
        }
    }

    /** Reads a health document of MicroProfile Health 4.0; the data members are those of the services. */
    static HealthReport of(JsonNode health) {
        var remarks = new ArrayList<String>();
        Optional<String> degraded = Optional.empty();
        Optional<String> held = Optional.empty();
        for (var check : health.path("checks")) {
            var data = check.path("data");
            if (!isUp(check)) {
                remarks.add("%s is down %s".formatted(check.path("name").asText(), data));
            }
            if (data.path("degraded").asBoolean()) {
                var cause = data.path("cause").asText("no cause given");
                remarks.add("degraded, " + cause);
                degraded = Optional.of(cause);
                held = data.path("held").asInt() > 0 ? degraded : held;
            }
        }
        return new HealthReport(isUp(health), degraded, held, String.join("; ", remarks));
    }

    private static boolean isUp(JsonNode node) {
        return node.path("status").asText().equals("UP");
    }
}
