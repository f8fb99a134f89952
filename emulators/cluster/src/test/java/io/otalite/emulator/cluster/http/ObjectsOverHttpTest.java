package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs on single objects: what is answered, and in which words it is refused. */
class ObjectsOverHttpTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    static Path home;

    private static RunningCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void anObjectIsCreatedReadReplacedAndDeleted() {
        // When
        var created = cluster.post(MAPS, named("a", "\"data\":{\"k\":\"v\"}"));

        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(created.body().path("metadata").path("uid").asText()).isNotEmpty();
        assertThat(cluster.get(MAPS + "/a").body()).isEqualTo(created.body());
        var replaced = cluster.put(MAPS + "/a", named("a", "\"data\":{\"k\":\"w\"}"));
        assertThat(replaced.body().path("data").path("k").asText()).isEqualTo("w");
        var deleted = cluster.delete(MAPS + "/a", "");
        assertThat(deleted.body().path("status").asText()).isEqualTo("Success");
        assertThat(deleted.body().path("details").path("uid"))
                .isEqualTo(created.body().path("metadata").path("uid"));
        assertThat(cluster.get(MAPS + "/a").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/v1/namespaces/default/secrets/nope             |                       | 404 | secrets \"nope\" not found",
                "GET    | /apis/apps/v1/namespaces/default/deployments/nope   |                       | 404 | deployments.apps \"nope\" not found",
                "PUT    | /api/v1/namespaces/default/secrets/nope             | {}                    | 404 | secrets \"nope\" not found",
                "DELETE | /api/v1/namespaces/default/secrets/nope             |                       | 404 | secrets \"nope\" not found",
                "POST   | /api/v1/namespaces/nope/secrets                     | {\"metadata\":{\"name\":\"x\"}} | 404 | namespaces \"nope\" not found",
                "GET    | /api/v1/nonsense                                    |                       | 404 | the server could not find the requested resource",
                "GET    | /nonsense                                           |                       | 404 | the server could not find the requested resource",
                "GET    | /apis/apps/v1/namespaces/default/deployments/a/b/c  |                       | 404 | the server could not find the requested resource",
                "GET    | /apis/apps/v1/deployments/a                         |                       | 404 | the server could not find the requested resource",
                "POST   | /api/v1/secrets                                     | {}                    | 405 | the server does not allow this method on the requested resource",
                "POST   | /api/v1/namespaces/default/secrets                  | {}                    | 422 | Secret \"\" is invalid: metadata.name: Required value: name or generateName is required",
                "POST   | /api/v1/namespaces/default/secrets                  | {\"metadata\":{\"namespace\":\"b\",\"name\":\"x\"}} | 400 | the namespace of the provided object does not match the namespace sent on the request",
                "POST   | /api/v1/namespaces/default/secrets                  | {\"kind\":\"Pod\"}    | 400 | the kind in the data (Pod) does not match the expected kind (Secret)",
                "POST   | /api/v1/namespaces/default/secrets                  | {\"apiVersion\":\"v2\"} | 400 | the API version in the data (v2) does not match the expected API version (v1)",
                "PUT    | /api/v1/namespaces/default                          | {\"metadata\":{\"name\":\"x\"}} | 400 | the name of the object (x) does not match the name on the URL (default)",
                "POST   | /api/v1/namespaces/default/pods/p/exec              |                       | 400 | exec is not offered by this emulator: it serves no interactive connections",
                "GET    | /api/v1/namespaces/default/pods/p/portforward       |                       | 400 | portforward is not offered by this emulator: it serves no interactive connections",
                "GET    | /api/v1/secrets?limit=-1                            |                       | 400 | invalid value of limit: \"-1\" must be a whole number of at least 0",
                "GET    | /api/v1/secrets?continue=x                          |                       | 400 | continue key is not valid",
                "GET    | /api/v1/secrets?fieldSelector=spec.x%3D1            |                       | 400 | field label not supported: spec.x",
                "GET    | /api/v1/secrets?labelSelector=a%20b                 |                       | 400 | unable to parse requirement \"a b\" of the label selector \"a b\"",
                "POST   | /api/v1/namespaces/default/secrets?dryRun=Some      | {\"metadata\":{\"name\":\"x\"}} | 400 | dryRun: Unsupported value: \"Some\": supported values: \"All\"",
            })
    void whatCannotBeDoneIsRefusedInTheWordsOfKubernetes(
            String method, String path, String body, int status, String message) {
        // When
        var reply = cluster.call(method, path, "application/json", body == null ? "" : body, _ -> {});

        // Then
        assertThat(reply.message()).isEqualTo(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().path("kind").asText()).isEqualTo("Status");
        assertThat(reply.body().path("code").asInt()).isEqualTo(status);
    }

    @Test
    void aSecondCreationConflicts() {
        // Given
        cluster.post(MAPS, named("twice", "\"data\":{}"));

        // When
        var second = cluster.post(MAPS, named("twice", "\"data\":{}"));

        // Then
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.reason()).isEqualTo("AlreadyExists");
        assertThat(second.message()).isEqualTo("configmaps \"twice\" already exists");
    }

    @Test
    void aVersionInAnUpdateOrAPatchIsAPrecondition() {
        // Given
        var old = cluster.post(MAPS, named("versioned", "\"data\":{}")).body();
        var version = old.path("metadata").path("resourceVersion").asText();
        cluster.patch(MAPS + "/versioned", "application/merge-patch+json", "{\"data\":{\"k\":\"v\"}}");

        // When
        var update = cluster.put(MAPS + "/versioned", old.toString());
        var patch = cluster.patch(
                MAPS + "/versioned",
                "application/json-patch+json",
                "[{\"op\":\"add\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"}]".formatted(version));

        // Then
        assertThat(update.status()).isEqualTo(409);
        assertThat(update.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"versioned\": the object has been modified; "
                        + "please apply your changes to the latest version and try again");
        assertThat(patch.status()).isEqualTo(409);
    }

    @Test
    void aDryRunAnswersAndStoresNothing() {
        // When
        var reply = cluster.post(MAPS + "?dryRun=All", named("dry", "\"data\":{\"k\":\"v\"}"));

        // Then
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("data").path("k").asText()).isEqualTo("v");
        assertThat(cluster.get(MAPS + "/dry").status()).isEqualTo(404);
    }

    @Test
    void aNameCanBeLeftToTheServer() {
        // When
        var reply = cluster.post(MAPS, "{\"metadata\":{\"generateName\":\"some-\"}}");

        // Then
        assertThat(reply.body().path("metadata").path("name").asText()).matches("some-[a-z0-9]{5}");
    }

    @Test
    void aBodyWithoutContentTypeIsJson() {
        // When
        var reply = cluster.call("POST", MAPS, "", named("untyped", "\"data\":{}"), _ -> {});

        // Then
        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void aBodyMayBeYaml() {
        // When
        var reply = cluster.call("POST", MAPS, "application/yaml", "metadata: {name: yaml}\ndata:\n  k: v\n", _ -> {});

        // Then
        assertThat(reply.body().path("data").path("k").asText()).isEqualTo("v");
    }

    @Test
    void theScaleOfAWorkloadIsReadAndWritten() {
        // Given
        var deployments = "/apis/apps/v1/namespaces/default/deployments";
        var template = "\"template\":{\"metadata\":{\"labels\":{\"app\":\"web\"}},"
                + "\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"web\"}]}}";
        cluster.post(
                deployments,
                named(
                        "web",
                        "\"spec\":{\"replicas\":1,\"selector\":{\"matchLabels\":{\"app\":\"web\"}},%s}"
                                .formatted(template)));

        // When
        var patched = cluster.patch(
                deployments + "/web/scale", "application/merge-patch+json", "{\"spec\":{\"replicas\":3}}");

        // Then
        assertThat(patched.body().path("kind").asText()).isEqualTo("Scale");
        assertThat(patched.body().path("status").path("selector").asText()).isEqualTo("app=web");
        assertThat(cluster.get(deployments + "/web")
                        .body()
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(3);
        var stale = cluster.put(
                deployments + "/web/scale",
                "{\"metadata\":{\"name\":\"web\",\"resourceVersion\":\"1\"},\"spec\":{\"replicas\":9}}");
        assertThat(stale.status()).isEqualTo(409);
    }

    private static String named(String name, String content) {
        return "{\"metadata\":{\"name\":\"%s\"},%s}".formatted(name, content);
    }
}
