package io.otalite.rotation.findings.postgres;

import static io.quarkus.credentials.CredentialsProvider.PASSWORD_PROPERTY_NAME;
import static io.quarkus.credentials.CredentialsProvider.USER_PROPERTY_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.findings.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFilesTest {
    @TempDir
    private Path folder;

    private record Config(Optional<Path> usernameFile, Optional<Path> passwordFile) implements DatabaseConfig {}

    private LoginFiles files() {
        return new LoginFiles(
                new Config(Optional.of(folder.resolve("username")), Optional.of(folder.resolve("password"))));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    @Test
    void whatWasRotatedCountsForTheNextConnection() throws IOException {
        // Given
        var files = files();
        write("username", "rotation_a\n");
        write("password", "one\n");
        assertThat(files.getCredentials("any"))
                .isEqualTo(Map.of(USER_PROPERTY_NAME, "rotation_a", PASSWORD_PROPERTY_NAME, "one"));

        // When
        write("username", "rotation_b");
        write("password", "two");

        // Then
        assertThat(files.getCredentials("any"))
                .isEqualTo(Map.of(USER_PROPERTY_NAME, "rotation_b", PASSWORD_PROPERTY_NAME, "two"));
    }

    @Test
    void aSecretThatNamesNobodyLeavesTheUserOfTheDataSource() throws IOException {
        // Given
        write("password", "one");

        // When
        var login = files().getCredentials("any");

        // Then
        assertThat(login).isEqualTo(Map.of(PASSWORD_PROPERTY_NAME, "one"));
    }

    @Test
    void withoutThePasswordTheFileIsNamed() {
        assertThatThrownBy(() -> files().getCredentials("any"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("password").toString());
    }
}
