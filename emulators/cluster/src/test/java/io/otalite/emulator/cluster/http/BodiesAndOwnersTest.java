package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.RunningCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How bodies are read, whatever verb they come with, and who owns what they change. */
class BodiesAndOwnersTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String WEB = """
            {"metadata":{"name":"%s"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"x"}]}}}}
            """;

    @TempDir
    static Path home;

    private static RunningCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"map\"}}");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT   | application/json                       | {\"data\":{\"a\":\"1\",\"a\":\"2\"}}",
                "PUT   | application/yaml                       | {data: {a: '1', a: '2'}}",
                "PATCH | application/merge-patch+json           | {\"data\":{\"a\":\"1\",\"a\":\"2\"}}",
                "PATCH | application/strategic-merge-patch+json | {\"data\":{\"a\":\"1\",\"a\":\"2\"}}",
                "PATCH | application/apply-patch+yaml           |"
                        + " {apiVersion: v1, kind: ConfigMap, data: {a: '1', a: '2'}}",
            })
    void aFieldThatIsSaidTwiceIsAWarningOrForTheStrictAnError(String verb, String type, String body) {
        // Given
        var path = MAPS + "/map?fieldManager=m&force=true";

        // When
        var strict = cluster.call(verb, path + "&fieldValidation=Strict", type, body, _ -> {});
        var warned = cluster.call(verb, path, type, body, _ -> {});

        // Then
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.message()).contains("strict decoding error: duplicate field \"data.a\"");
        assertThat(warned.status()).isEqualTo(200);
        assertThat(warned.response().headers().firstValue("Warning").orElse("")).contains("duplicate field");
        assertThat(warned.body().path("data").path("a").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{apiVersion: v1, kind: ConfigMap, data: {a: &x '1', b: *x}}",
                "{apiVersion: v1, kind: ConfigMap}\\n---\\n{apiVersion: v1, kind: ConfigMap}",
            })
    void anApplyIsOneDocumentWithoutAliases(String body) {
        // When
        var reply = cluster.patch(MAPS + "/map?fieldManager=m", APPLY, body.replace("\\n", "\n"));

        // Then
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void anAppliedStatusIsOwnedAsTheStatus() {
        // Given
        cluster.post(DEPLOYMENTS, WEB.formatted("applied"));

        // When
        var reply = cluster.patch(
                DEPLOYMENTS + "/applied/status?fieldManager=judge&force=true",
                APPLY,
                "{apiVersion: apps/v1, kind: Deployment, metadata: {labels: {a: b}}, status: {collisionCount: 7}}");

        // Then
        assertThat(reply.body().path("status").path("collisionCount").asInt()).isEqualTo(7);
        var entry = entryOf(reply.body(), "judge");
        assertThat(entry.path("subresource").asText()).isEqualTo("status");
        assertThat(entry.path("fieldsV1").toString()).isEqualTo("{\"f:status\":{\"f:collisionCount\":{}}}");
    }

    @Test
    void whoeverScalesOwnsTheReplicas() {
        // Given
        cluster.post(DEPLOYMENTS, WEB.formatted("scaled"));

        // When
        cluster.patch(
                DEPLOYMENTS + "/scaled/scale?fieldManager=scaler",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":2}}");

        // Then
        var entry = entryOf(cluster.get(DEPLOYMENTS + "/scaled").body(), "scaler");
        assertThat(entry.path("subresource").asText()).isEqualTo("scale");
        assertThat(entry.path("fieldsV1").toString()).isEqualTo("{\"f:spec\":{\"f:replicas\":{}}}");
    }

    private static JsonNode entryOf(JsonNode object, String manager) {
        return object.path("metadata")
                .path("managedFields")
                .valueStream()
                .filter(entry -> entry.path("manager").asText().equals(manager))
                .findFirst()
                .orElseThrow();
    }
}
