package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are broken, huge or malicious: a Status, soon, and the emulator lives. */
class BadRequestTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "1",
                "null",
                "\"text\"",
                "{} {}",
                "{\"metadata\":\"x\"}",
                "{\"metadata\":[]}",
                "{\"metadata\":{\"name\":\"x\"},}",
                "{\"a\":\"\u0000\"}",
            })
    void jsonThatIsNoObjectIsRefused(String body) {
        assertRefused(JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: b: c",
                "- 1",
                "text",
                "a: 1\n---\nb: 2",
                "a: &x 1\nb: *x",
                "a: [",
                "\t",
                "%YAML",
            })
    void yamlThatIsNoObjectIsRefused(String body) {
        assertRefused(YAML, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBombOfAliasesIsRefused() {
        // Given
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 30; i++) {
            var one = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", one, one, one, one, one, one, one, one)));
        }

        // Then
        assertRefused(YAML, bomb.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused(JSON, ("{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
        assertRefused(JSON, ("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}").getBytes(StandardCharsets.UTF_8));
        assertRefused(YAML, ("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k8s", "k8s\0", "k8s\0\n\u0003abc", "{}", "k8s\0\u00ff\u00ff\u00ff\u00ff"})
    void protobufThatIsNoneIsRefused(String body) {
        // When
        var reply = cluster.call("POST", MAPS, PROTOBUF, body.getBytes(StandardCharsets.ISO_8859_1), _ -> {});

        // Then
        assertThat(reply.status()).isIn(400, 415);
        assertThat(reply.body().path("kind").asText()).isEqualTo("Status");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndItsSenderReadsWhy() {
        // When
        var reply = cluster.call("POST", MAPS, JSON, new byte[10 * 1024 * 1024], _ -> {});

        // Then
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.message()).isEqualTo("Request entity too large: limit is 3145728");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/cbor"})
    void otherBodiesAreRefused(String contentType) {
        // When
        var reply = cluster.call("POST", MAPS, contentType, "{}", _ -> {});

        // Then
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.reason()).isEqualTo("UnsupportedMediaType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "a%2", "%"})
    void aBrokenEscapeNeverReachesTheStore(String name) {
        // When
        var raw = RawHttp.get(cluster, MAPS + "/" + name);

        // Then
        assertThat(raw).startsWith("HTTP/1.1 400");
    }

    @Test
    void aNameWithASlashNamesNothing() {
        assertThat(cluster.get(MAPS + "/..%2Fx").status()).isEqualTo(404);
        assertThat(cluster.get("/api/v1/namespaces/..%2F/configmaps/x").status())
                .isEqualTo(404);
    }

    private static void assertRefused(String contentType, byte[] body) {
        var reply = cluster.call("POST", MAPS, contentType, body, _ -> {});
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.reason()).isEqualTo("BadRequest");
        assertThat(reply.message()).doesNotContain("com.fasterxml", "Exception").hasSizeLessThan(500);
        assertThat(cluster.get("/readyz").status()).isEqualTo(200);
    }
}
