package io.otalite.emulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
    void anAdvertisedAddressIsInTheCertificateAsOne() throws IOException {
        // Given
        var settings = new ClusterSettings(
                new ClusterSettings.Address("127.0.0.1", 0, "::1"),
                home,
                home.resolve("admin-token"),
                home.resolve("kubeconfig"),
                ClusterSettings.Containers.scripted());

        // When
        try (var emulator = ClusterEmulator.start(settings, Clock.systemUTC())) {
            // Then
            assertThat(emulator.uri().toString()).startsWith("https://[::1]:");
            assertThat(Files.readString(home.resolve("kubeconfig"))).contains("server: https://[::1]:");
        }
    }

    private int run(String... arguments) {
        return ClusterCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
