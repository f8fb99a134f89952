package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * {@code docker compose up} as a black box, on the ports of the documentation: the stations of one journey. The images come
 * from {@code ./ota images}; the property {@code ota.images.base} names another base for an engine that reaches no registry,
 * as {@code docker:NAME}. What the commands say is in {@code target/compose.log}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ComposeIT {
    private static final Path ROOT = ProjectLayout.find().root();
    private static final Path LOG = Path.of("target", "compose.log");
    private static final String PROJECT = "ota-lite-it";

    @BeforeAll
    static void makeTheImage() throws Exception {
        assumeFalse(ContainerParts.areLacking(), ContainerParts.LACKING);
        var base = System.getProperty("ota.images.base", "");
        var command = base.isEmpty()
                ? List.of("./ota", "images", "local", "--load")
                : List.of("./ota", "images", "local", "--load", "--base", base);
        assertThat(run(command)).as("images").isZero();
        run(List.of("docker", "compose", "down", "--volumes"));
    }

    @AfterAll
    static void leaveNothingBehind() throws Exception {
        if (!ContainerParts.areLacking()) {
            run(List.of("docker", "compose", "down", "--volumes"));
        }
    }

    @Test
    @Order(1)
    void everythingBecomesHealthy() throws Exception {
        assertThat(run(List.of("docker", "compose", "up", "--wait"))).isZero();
    }

    @Test
    @Order(2)
    void theTourHolds() throws Exception {
        assertThat(run(List.of("./ota", "demo", "--target", "compose"))).isZero();
    }

    @Test
    @Order(3)
    void downAndUpAgainKeepsTheData() throws Exception {
        // Given
        var before = factories();

        // When
        assertThat(run(List.of("docker", "compose", "down"))).isZero();
        assertThat(run(List.of("docker", "compose", "up", "--wait"))).isZero();

        // Then
        assertThat(before).contains("\"name\":\"demo\"");
        assertThat(factories()).isEqualTo(before);
    }

    /** What the API says of the factories, from outside of the containers. */
    private static String factories() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080/v1/factories"))
                .header("Authorization", "Bearer " + token())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }

    private static String token() throws IOException, InterruptedException {
        var process = builder(List.of("docker", "compose", "exec", "-T", "ota", "cat", "/state/admin-token"))
                .start();
        var token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return token;
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start()
                .waitFor();
    }

    private static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(ROOT.toFile());
        builder.environment().put("COMPOSE_PROJECT_NAME", PROJECT);
        return builder;
    }
}
