package io.otalite.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {
    @TempDir
    private Path home;

    @Test
    void theLockOfAKilledServerIsTakenAwayWhoeverHasItsProcessIdNow() throws IOException {
        // Given
        var lock = lockWith(ProcessHandle.current().pid());

        // When
        cluster().clearStaleLock();

        // Then
        assertThat(lock).doesNotExist();
    }

    @Test
    void aHalfMadeDataDirectoryDoesNotCount() throws IOException {
        // Given
        var cluster = cluster();
        Files.createDirectories(home.resolve("data-18.unfinished/base"));

        // When
        cluster.clearUnfinished();

        // Then
        assertThat(cluster.exists()).isFalse();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void noSecretStandsOnACommandLine() {
        var creation = cluster().creation(home.resolve("password-file"));

        assertThat(creation.launch().command())
                .contains(home.resolve("password-file").toString());
        assertThat(creation.launch().environment()).isEmpty();
        var addition = cluster().addition("more", home.resolve("password-file"), home.resolve("another"));
        assertThat(addition.launch().command())
                .contains(
                        home.resolve("password-file").toString(),
                        home.resolve("another").toString());
        assertThat(addition.launch().environment()).isEmpty();
    }

    @Test
    void aDatabaseThatWasAddedIsRemembered() {
        // Given
        var cluster = cluster();
        assertThat(cluster.has("more")).isFalse();

        // When
        cluster.remember("more");

        // Then
        assertThat(cluster().has("more")).isTrue();
        assertThat(cluster().has("other")).isFalse();
    }

    private PostgresCluster cluster() {
        return new PostgresCluster(new PostgresBinaries(home.resolve("bin")), home, home);
    }

    private Path lockWith(long pid) throws IOException {
        var data = Files.createDirectories(home.resolve("data-18"));
        return Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n");
    }
}
