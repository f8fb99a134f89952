package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.local.system.Archive;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** An operator who rotates credentials over REST. */
record Rotations(RestClient rest) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration OFTEN = Duration.ofMillis(100);

    static ObjectNode ofSecret(String namespace, String name) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("secret").put("namespace", namespace).put("name", name);
        return body;
    }

    static ObjectNode ofBackup() {
        return JsonNodeFactory.instance.objectNode().put("service_account", Archive.SERVICE_ACCOUNT);
    }

    RestClient.Answer ask(ObjectNode body) {
        return rest.send("POST", "/v1/rotations", body);
    }

    JsonNode rehearse(ObjectNode body) {
        return rest.send("POST", "/v1/rotations?dryRun=true", body).json();
    }

    /** Begins one as soon as nothing speaks against it any more, such as the roll-out of the test before. */
    String begin(ObjectNode body) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(rehearse(body).path("refusals")).isEmpty());
        return ask(body).json().path("id").asText();
    }

    void abort(String id) {
        rest.send(
                        "POST",
                        "/v1/rotations/%s:abort".formatted(id),
                        JsonNodeFactory.instance.objectNode().put("reason", "a drill"))
                .content();
    }

    JsonNode one(String id) {
        return rest.get("/v1/rotations/" + id).json();
    }

    /** Waits until it is in one of these states, or over. Nobody may answer meanwhile. */
    JsonNode await(String id, Set<String> states) {
        return Awaitility.await("rotation " + id)
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .ignoreExceptionsMatching(unanswered ->
                        unanswered instanceof UncheckedIOException || unanswered instanceof AssertionError)
                .until(
                        () -> one(id),
                        found -> found.path("over").asBoolean()
                                || states.contains(found.path("state").asText()));
    }

    JsonNode awaitEnd(String id) {
        return await(id, Set.of());
    }

    /** The states it went through, in order. */
    static List<String> states(JsonNode rotation) {
        return rotation.path("history")
                .valueStream()
                .map(line -> line.path("state").asText())
                .distinct()
                .toList();
    }
}
