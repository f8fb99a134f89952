package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.emulator.cluster.RunningCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    @TempDir
    Path home;

    private RunningCluster cluster;

    @BeforeEach
    void start() {
        cluster = RunningCluster.start(home);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void changesAfterAVersionAreToldInTheirOrder() {
        // Given
        create("before", "");
        var version = version();
        create("a", "");
        try (var watch = watch("resourceVersion=" + version)) {
            // When
            label("a", "\"x\":\"y\"");
            cluster.delete(SECRETS + "/a", "");

            // Then
            assertThat(watch.next()).isEqualTo("ADDED a");
            assertThat(watch.next()).isEqualTo("MODIFIED a");
            assertThat(watch.next()).isEqualTo("DELETED a");
        }
    }

    @Test
    void withoutAVersionWhatExistsIsToldFirst() {
        // Given
        create("a", "");
        create("b", "");
        try (var watch = watch("")) {
            // When
            create("c", "");

            // Then
            assertThat(watch.next()).isEqualTo("ADDED a");
            assertThat(watch.next()).isEqualTo("ADDED b");
            assertThat(watch.next()).isEqualTo("ADDED c");
        }
    }

    @Test
    void aStreamingListMarksTheEndOfItsInitialEvents() {
        // Given
        create("a", "");

        // When
        try (var watch = watch("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
            // Then
            assertThat(watch.next()).isEqualTo("ADDED a");
            var bookmark = watch.event();
            assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
            var metadata = bookmark.path("object").path("metadata");
            assertThat(metadata.path("annotations")
                            .path("k8s.io/initial-events-end")
                            .asText())
                    .isEqualTo("true");
            assertThat(metadata.path("resourceVersion").asText()).isEqualTo(version());
            assertThat(bookmark.path("object").path("kind").asText()).isEqualTo("Secret");
        }
    }

    @Test
    void whatComesToMatchIsAddedAndWhatCeasesToMatchIsDeletedWithItsOldContent() {
        // Given
        create("a", "");
        try (var watch = watch("resourceVersion=" + version() + "&labelSelector=app%3Dweb")) {
            // When
            label("a", "\"app\":\"web\"");
            label("a", "\"other\":\"x\"");
            label("a", "\"app\":\"db\"");

            // Then
            assertThat(watch.next()).isEqualTo("ADDED a");
            assertThat(watch.next()).isEqualTo("MODIFIED a");
            var deleted = watch.event();
            assertThat(deleted.path("type").asText()).isEqualTo("DELETED");
            assertThat(deleted.path("object")
                            .path("metadata")
                            .path("labels")
                            .path("app")
                            .asText())
                    .isEqualTo("web");
            assertThat(deleted.path("object")
                            .path("metadata")
                            .path("resourceVersion")
                            .asText())
                    .isEqualTo(version());
        }
    }

    @Test
    void aWatchOfOneNameHearsOfNothingElse() {
        // Given
        try (var watch = watch("resourceVersion=" + version() + "&fieldSelector=metadata.name%3Db")) {
            // When
            create("a", "");
            create("b", "");

            // Then
            assertThat(watch.next()).isEqualTo("ADDED b");
        }
    }

    @Test
    void anUnknownVersionIsGone() {
        // When
        var reply = cluster.get(SECRETS + "?watch=true&resourceVersion=999999");

        // Then
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.reason()).isEqualTo("Expired");
    }

    @Test
    void theAnswerEndsCleanlyAfterTheTimeThatWasAskedFor() {
        // When
        try (var watch = watch("resourceVersion=" + version() + "&timeoutSeconds=1")) {
            // Then
            assertThat(watch.line()).isNull();
        }
    }

    @Test
    void aWebSocketIsAWatchThatEndsAtOnce() {
        // When
        var raw = RawHttp.get(cluster, SECRETS + "?watch=true HTTP/1.1\r\nUpgrade: websocket\r\nX: ");

        // Then
        assertThat(raw).startsWith("HTTP/1.1 200");
    }

    @Test
    void aWatcherThatDoesNotReadHoldsUpNobody() {
        // Given
        try (var stalled = watch("resourceVersion=" + version());
                var other = watch("resourceVersion=" + version())) {
            var large = "x".repeat(200_000);

            // When
            for (var i = 0; i < 100; i++) {
                cluster.post(SECRETS, "{\"metadata\":{\"name\":\"m%d\"},\"data\":{\"k\":\"%s\"}}".formatted(i, large));
            }

            // Then
            for (var i = 0; i < 100; i++) {
                assertThat(other.next()).isEqualTo("ADDED m" + i);
            }
            assertThat(stalled.next()).isEqualTo("ADDED m0");
        }
    }

    @Test
    void aTableWatchSaysItsColumnsOnce() {
        // Given
        try (var watch = new Events("resourceVersion=" + version(), "application/json;as=Table;v=v1;g=meta.k8s.io")) {
            // When
            create("a", "");
            create("b", "");

            // Then
            var first = watch.event().path("object");
            assertThat(first.path("kind").asText()).isEqualTo("Table");
            assertThat(first.path("columnDefinitions").path(0).path("name").asText())
                    .isEqualTo("Name");
            assertThat(first.path("rows").path(0).path("cells").path(0).asText())
                    .isEqualTo("a");
            var second = watch.event().path("object");
            assertThat(second.path("columnDefinitions").isNull()).isTrue();
            assertThat(second.path("rows").path(0).path("cells").path(0).asText())
                    .isEqualTo("b");
        }
    }

    @Test
    void theEmulatorEndsItsWatchesWhenItStops() {
        // Given
        try (var watch = watch("resourceVersion=" + version());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var end = threads.submit(() -> watch.line() == null);

            // When
            cluster.emulator().close();

            // Then
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(end).isDone());
        }
    }

    private void create(String name, String labels) {
        cluster.post(SECRETS, "{\"metadata\":{\"name\":\"%s\",\"labels\":{%s}}}".formatted(name, labels));
    }

    private void label(String name, String labels) {
        cluster.patch(
                SECRETS + "/" + name,
                "application/merge-patch+json",
                "{\"metadata\":{\"labels\":{%s}}}".formatted(labels));
    }

    private String version() {
        return cluster.get(SECRETS)
                .body()
                .path("metadata")
                .path("resourceVersion")
                .asText();
    }

    private Events watch(String query) {
        return new Events(query, "application/json");
    }

    /** A watch as its reader sees it. */
    private final class Events implements AutoCloseable {
        private final BufferedReader lines;

        Events(String query, String accept) {
            var response =
                    cluster.stream(SECRETS + "?watch=true&" + query, request -> request.header("Accept", accept));
            assertThat(response.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        String line() {
            try {
                return lines.readLine();
            } catch (IOException e) {
                return null;
            }
        }

        JsonNode event() {
            try {
                return JSON.readTree(line());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Type and name of the next event. */
        String next() {
            var event = event();
            return event.path("type").asText() + " "
                    + event.path("object").path("metadata").path("name").asText();
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
