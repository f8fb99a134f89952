package io.otalite.emulator.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.access.AccessToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says when it cannot start. */
class EmulatorCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @TempDir
    Path home;

    @Test
    void allMistakesAreToldAtOnceWithTheUsage() {
        // When
        var exitCode = run(
                "--port", "many",
                "--host", "0.0.0.0",
                "--bucket", "Not A Bucket",
                "--project", "P",
                "--service-account", "nobody",
                "--key-file", "k",
                "--key-admin", "admin@x",
                "--key-reader", "reader@x",
                "--kms-user", "kms@x",
                "--kms-key", "projects/P/keys/k",
                "--admin-token-sha256-file", home.resolve("missing").toString(),
                "--token-lifetime-seconds", "0",
                "--key-propagation-seconds", "-1",
                "--usage-bucket-seconds", "0",
                "--usage-visibility-seconds", "9999999999");

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "'many' is not an int",
                        "Missing required option: '--data",
                        "0.0.0.0 is no loopback address",
                        "--advertised-host",
                        "--bucket:",
                        "--project:",
                        "nobody",
                        "--key-admin-key-file: both or none",
                        "--key-reader-key-file: both or none",
                        "--kms-user-key-file: both or none",
                        "--kms-key: not a key of the project: projects/P/keys/k",
                        "no such file",
                        "--token-lifetime-seconds:",
                        "--key-propagation-seconds: 0 to 3153600000",
                        "--usage-bucket-seconds: 1 to 86400",
                        "--usage-visibility-seconds:",
                        "Usage: google-emulator");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void anUnknownOptionIsAMistake() {
        assertThat(run("--colour", "red")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown options: '--colour', 'red'");
    }

    @Test
    void helpIsNoMistake() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--allow-non-loopback", "development", "--key-propagation-seconds", "--usage-bucket-seconds");
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheWayOut() throws IOException {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            var exitCode = run(valid("--port", Integer.toString(taken.getLocalPort())));

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString())
                    .contains("Port %d of 127.0.0.1 is taken; choose another with --port"
                            .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void damagedDataAreNamed() throws IOException {
        // Given
        var damaged = Files.createDirectories(home.resolve("data/iam")).resolve("x.json");
        Files.writeString(damaged, "{\"email\":");

        // When
        var exitCode = run(valid("--port", "0"));

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains(damaged.toString());
    }

    private String[] valid(String... more) throws IOException {
        var hash = home.resolve("admin.sha256");
        Files.writeString(hash, AccessToken.of("admin").hash().sha256Hex());
        var arguments = new ArrayList<>(List.of(
                "--data", home.resolve("data").toString(),
                "--key-file", home.resolve("key.json").toString(),
                "--admin-token-sha256-file", hash.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private int run(String... arguments) {
        return EmulatorCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
