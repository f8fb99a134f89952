package io.otalite.emulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says when it cannot start. */
class ClusterCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path home;

    @Test
    void allMistakesAreToldAtOnceWithTheUsage() {
        // When
        var exitCode = run("--port", "many", "--host", "0.0.0.0");

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "'many' is not an int",
                        "Missing required option: '--state",
                        "0.0.0.0 is no loopback address",
                        "--advertised-host",
                        "Usage: cluster-emulator");
    }

    @Test
    void aTakenPortIsNamedWithTheOptionThatChangesIt() throws IOException {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            // When
            var exitCode = run("--port", port, "--state", home.toString());

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("Port " + port + " of 127.0.0.1 is taken", "--port");
        }
    }

    @Test
    void aStateDirectoryIsUsedByOneEmulatorAtATime() {
        // Given
        try (var _ = RunningCluster.start(home)) {
            // When
            var exitCode = run("--port", "0", "--state", home.toString());

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("is in use by another emulator");
        }
    }

    @Test
    void aTokenFileThatHoldsNoneIsNamed() throws IOException {
        // Given
        var file = Files.writeString(home.resolve("token"), "too short");

        // When
        var exitCode =
                run("--port", "0", "--state", home.resolve("s").toString(), "--admin-token-file", file.toString());

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains(file.toString(), "expected a token").doesNotContain("too short");
    }

    @Test
    void aKubeconfigOfSomebodyElseIsLeftAlone() throws IOException {
        // Given
        var file = Files.writeString(home.resolve("config"), "current-context: production\nusers: []\n");

        // When
        var exitCode = run("--port", "0", "--state", home.resolve("s").toString(), "--kubeconfig", file.toString());

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains(file.toString(), "not of an emulator", "--kubeconfig");
        assertThat(file).hasContent("current-context: production\nusers: []\n");
    }

    @Test
    void aClientTrustsAnAddressThatIsAdvertised() throws IOException {
        // Given
        var settings = advertising("127.0.0.2", "127.0.0.2");

        // When
        try (var _ = ClusterEmulator.start(settings, Clock.systemUTC());
                var client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(settings.kubeconfig())))
                        .build()) {
            // Then
            assertThat(client.namespaces().withName("default").get()).isNotNull();
        }
    }

    @Test
    void anAddressOfVersion6HasBracketsInTheUri() throws IOException {
        // Given
        var settings = advertising("127.0.0.1", "::1");

        // When
        try (var emulator = ClusterEmulator.start(settings, Clock.systemUTC())) {
            // Then
            assertThat(emulator.uri().toString()).startsWith("https://[::1]:");
            assertThat(Files.readString(settings.kubeconfig())).contains("server: https://[::1]:");
        }
    }

    private ClusterSettings advertising(String host, String advertised) {
        return new ClusterSettings(
                new ClusterSettings.Address(host, 0, advertised),
                home,
                home.resolve("admin-token"),
                home.resolve("kubeconfig"),
                ClusterSettings.Containers.scripted());
    }

    private int run(String... arguments) {
        return ClusterCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
