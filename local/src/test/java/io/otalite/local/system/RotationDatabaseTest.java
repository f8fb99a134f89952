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
    private static final String GROUP = "rotation";
    private static final String FIRST = "rotation_a";
    private static final String SECOND = "rotation_b";
    private static final String ADMINISTRATOR = "rotation_admin";

    private static final String LET_IN = "SELECT string_agg(rolname, ', ' ORDER BY rolname) FROM pg_roles"
            + " WHERE rolcanlogin AND rolname LIKE 'rotation%'";
    private static final String SUPERUSERS = "SELECT string_agg(rolname, ', ') FROM pg_roles WHERE rolsuper";

    @TempDir
    private Path folder;

    @Test
    void givenAStateInWhichTheOwnerWasALogin_whenStarted_thenTwoLoginsOwnWhatIsInIt() throws Exception {
        // Given
        try (var system = postgres()) {
            system.start();
            unlearnLogins(system);
            execute(system, GROUP, "CREATE TABLE kept AS SELECT current_user AS owner");
        }
        forgetAddition();

        // When
        try (var system = postgres()) {
            system.start();

            // Then
            assertThat(query(system, FIRST, "SELECT owner FROM kept")).isEqualTo(GROUP);
            assertThat(query(system, FIRST, "SELECT current_user")).isEqualTo(GROUP);
            assertThat(query(system, FIRST, LET_IN)).isEqualTo("rotation_a, rotation_admin");
            assertThat(query(system, FIRST, SUPERUSERS)).isEqualTo("api");
            assertThatThrownBy(() -> connect(system, FIRST, "a wrong password")).hasMessageContaining("password");
            assertThatThrownBy(() -> connect(system, GROUP, password(system))).hasMessageContaining("password");
            assertThat(logs())
                    .doesNotContain(password(system), administratorPassword(system))
                    .contains("already exists");
        }
    }

    @Test
    void givenTheLoginsHaveTakenTurns_whenStartedAgain_thenTheFirstDoesNotComeBack() throws Exception {
        // Given
        try (var system = postgres()) {
            system.start();
            try (var administrator = connect(system, ADMINISTRATOR, administratorPassword(system));
                    var statement = administrator.createStatement()) {
                statement.execute("ALTER ROLE rotation_b LOGIN PASSWORD 'the next one'");
                statement.execute("ALTER ROLE rotation_a NOLOGIN PASSWORD NULL");
            }
        }

        // When
        try (var system = postgres()) {
            system.start();

            // Then
            assertThat(query(system, SECOND, "the next one", LET_IN)).isEqualTo("rotation_admin, rotation_b");
            assertThatThrownBy(() -> connect(system, FIRST, password(system))).hasMessageContaining("password");
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

    /** As it was when rotation-service had one role, which owned the database. */
    private static void unlearnLogins(LocalSystem system) throws SQLException, IOException {
        try (var superuser = connect(system, "api", secret(system, "postgres-password"));
                var statement = superuser.createStatement()) {
            statement.execute("DROP ROLE rotation_admin, rotation_a, rotation_b");
            statement.execute("ALTER ROLE rotation LOGIN PASSWORD '%s'".formatted(password(system)));
        }
    }

    private void forgetAddition() throws IOException {
        try (var markers = Files.newDirectoryStream(folder.resolve("state/postgres"), "data-*.rotation.*")) {
            for (var marker : markers) {
                Files.delete(marker);
            }
        }
    }

    private String logs() throws IOException {
        return Files.readString(folder.resolve("state/logs/postgres-addition.log"));
    }

    private static String password(LocalSystem system) throws IOException {
        return secret(system, "rotation-postgres-password");
    }

    private static String administratorPassword(LocalSystem system) throws IOException {
        return secret(system, "rotation-postgres-admin-password");
    }

    private static String secret(LocalSystem system, String name) throws IOException {
        return Files.readString(system.state().secrets().resolve(name));
    }

    private static Connection connect(LocalSystem system, String user, String password) throws SQLException {
        return DriverManager.getConnection(system.endpoints().jdbcUrl(GROUP), user, password);
    }

    private static void execute(LocalSystem system, String user, String sql) throws SQLException, IOException {
        try (var connection = connect(system, user, password(system));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(LocalSystem system, String user, String sql) throws SQLException, IOException {
        return query(system, user, password(system), sql);
    }

    private static String query(LocalSystem system, String user, String password, String sql) throws SQLException {
        try (var connection = connect(system, user, password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
