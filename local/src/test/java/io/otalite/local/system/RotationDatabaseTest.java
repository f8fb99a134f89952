package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Postgres, and the database that rotation-service has for itself. */
@Timeout(180)
class RotationDatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void givenAStateThatWasMadeBeforeThereWasTheDatabase_whenStarted_thenItIsAddedAndWhatIsInItStays()
            throws Exception {
        // Given
        try (var system = postgres()) {
            system.start();
            execute(system, "CREATE TABLE kept AS SELECT current_user AS owner");
        }
        forgetAddition();

        // When
        try (var system = postgres()) {
            system.start();

            // Then
            assertThat(query(system, "SELECT owner FROM kept")).isEqualTo("rotation");
            assertThat(query(system, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThatThrownBy(() -> connect(system, "a wrong password")).hasMessageContaining("password");
            assertThat(logs()).doesNotContain(password(system)).contains("already exists");
        }
    }

    private LocalSystem postgres() {
        var settings = LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(folder.resolve("state"))
                .withPorts(Ports.free());
        for (var process : List.of("kafka", "google", "cluster", "api-service", "backup-service", "rotation-service")) {
            settings = settings.without(process);
        }
        return new LocalSystem(settings, Clock.systemUTC());
    }

    private void forgetAddition() throws IOException {
        try (var markers = Files.newDirectoryStream(folder.resolve("state/postgres"), "data-*.rotation")) {
            for (var marker : markers) {
                Files.delete(marker);
            }
        }
    }

    private String logs() throws IOException {
        return Files.readString(folder.resolve("state/logs/postgres-addition.log"));
    }

    private static String password(LocalSystem system) throws IOException {
        return Files.readString(system.state().secrets().resolve("rotation-postgres-password"));
    }

    private static Connection connect(LocalSystem system, String password) throws SQLException {
        return DriverManager.getConnection(system.endpoints().jdbcUrl("rotation"), "rotation", password);
    }

    private static void execute(LocalSystem system, String sql) throws SQLException, IOException {
        try (var connection = connect(system, password(system));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(LocalSystem system, String sql) throws SQLException, IOException {
        try (var connection = connect(system, password(system));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
