package io.otalite.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is started, with a cluster. */
class AuditMainTest {
    @TempDir
    Path home;

    private TestCluster cluster;

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void start() {
        cluster = new TestCluster(home);
        cluster.create("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: database, namespace: shop}, stringData: {canary: unspeakable}}
                """);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private Ended audit(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AuditMain.class.getName(),
                "--kubeconfig",
                home.resolve("kubeconfig").toString()));
        command.addAll(List.of(arguments));
        var out = home.resolve("out");
        var err = home.resolve("err");
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        var exit = process.waitFor();
        return new Ended(
                exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private String manifests(String secret) throws IOException {
        return Files.writeString(home.resolve("web.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: c, image: web, envFrom: [{secretRef: {name: %s}}]}]}
                """.formatted(secret))
                .toString();
    }

    @Test
    void whatTheClusterHasNotIsFound() throws Exception {
        // When
        var ended = audit(manifests("databse"), "--cluster");

        // Then
        assertThat(ended.out()).contains("BLOCKED_START", "Secret shop/databse", "database");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void theInventoryThatItWritesStandsForTheCluster() throws Exception {
        // Given
        var inventory = audit("--inventory", "-n", "shop");
        assertThat(inventory.exit()).as(inventory.err()).isZero();
        var file = Files.writeString(home.resolve("inventory.yaml"), inventory.out());

        // When
        var ended = audit(manifests("database"), "--assume", file.toString());

        // Then
        assertThat(ended.out()).contains("1 workloads: 1 would start");
        assertThat(ended.exit()).isZero();
        assertThat(inventory.out()).contains("canary").doesNotContain("unspeakable");
    }

    @Test
    void aClusterThatIsNotThereIsNoAudit() throws Exception {
        // Given
        cluster.close();

        // When
        var ended = audit(manifests("database"), "--cluster");

        // Then
        assertThat(ended.err()).contains("ota audit: the cluster cannot be read");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        cluster = new TestCluster(home);
    }
}
