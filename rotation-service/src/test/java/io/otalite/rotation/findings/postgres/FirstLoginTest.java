package io.otalite.rotation.findings.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.rotation.findings.microprofile.LoginReadiness;
import io.quarkus.credentials.CredentialsProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLoginTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path home;

    private static EmbeddedPostgres postgres;

    private volatile String password = "right";

    @BeforeAll
    static void start() throws Exception {
        // By itself it asks nobody but for a name.
        var doors = Files.writeString(home.resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all all      127.0.0.1/32 scram-sha-256
                """);
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("hba_file", doors.toString())
                .start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create role service login password 'right'");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private FirstLogin at(int port) {
        var login = new FirstLogin(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
                Optional.of("service"),
                () -> Map.of(CredentialsProvider.PASSWORD_PROPERTY_NAME, password));
        login.start();
        return login;
    }

    private static Status ready(FirstLogin login) {
        return new LoginReadiness(login::hindrance).call().getStatus();
    }

    @Test
    void whoIsRefusedIsNotReadyUntilItIsLetIn() {
        // Given
        password = "wrong";
        try (var login = at(postgres.getPort())) {
            await().atMost(SOON).until(() -> login.hindrance().orElse("").contains("does not let"));
            assertThat(ready(login)).isEqualTo(Status.DOWN);

            // When
            password = "right";

            // Then
            await().atMost(SOON).untilAsserted(() -> assertThat(ready(login)).isEqualTo(Status.UP));
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNoHindrance() {
        // When
        try (var login = at(1)) {

            // Then
            await().atMost(SOON).untilAsserted(() -> assertThat(ready(login)).isEqualTo(Status.UP));
        }
    }

    @Test
    void beforeTheDatabaseWasAskedItIsNotReady() {
        // When
        var login = new FirstLogin("jdbc:postgresql://127.0.0.1:1/postgres", Optional.empty(), Map::of);

        // Then
        assertThat(ready(login)).isEqualTo(Status.DOWN);
    }
}
