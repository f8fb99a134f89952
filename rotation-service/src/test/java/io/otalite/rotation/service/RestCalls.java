package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The whole service over HTTP, once it has judged what {@link ClusterAndGoogle} has put there. */
abstract class RestCalls {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    static final Duration PATIENCE = Duration.ofSeconds(40);

    ClusterAndGoogle around;

    @TestHTTPResource
    URI main;

    @TestHTTPResource(value = "/q", management = true)
    URI management;

    @BeforeEach
    void awaitJudgements() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(verdict("/v1/judgements/shop/Deployment/blocked")).isEqualTo("BLOCKED_START");
            assertThat(verdict("/v1/judgements/shop/Deployment/web")).isEqualTo("OK");
            assertThat(verdict("/v1/judgements/bank/Deployment/blocked")).isEqualTo("BLOCKED_START");
        });
    }

    HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + ClusterAndGoogle.ADMIN_TOKEN);
    }

    HttpResponse<String> get(String path) {
        return send(request(main.resolve(path)).GET());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(main.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> audit(String manifests) {
        return send(request(main.resolve("/v1/audits?namespace=shop"))
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(manifests)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return tree(answer.body());
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    String verdict(String path) {
        return json(path).path("judgement").path("verdict").asText();
    }

    static List<String> workloads(JsonNode list) {
        var names = new ArrayList<String>();
        list.path("items").forEach(item -> names.add(name(item.path("workload"))));
        return names;
    }

    static List<String> links(JsonNode list) {
        var links = new ArrayList<String>();
        list.path("items")
                .forEach(item -> links.add(
                        name(item.path("from")) + ' ' + item.path("relation").asText() + ' ' + name(item.path("to"))));
        return links;
    }

    static String name(JsonNode ref) {
        return ref.path("namespace").asText() + '/' + ref.path("name").asText();
    }
}
