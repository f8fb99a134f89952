package io.otalite.system;

import io.otalite.local.postgres.PostgresCluster;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** The published image of Postgres, with the databases and logins that the services expect. */
final class PostgresImage {
    private static final String NAME = "postgres:18";
    private static final String ROTATION = "rotation";
    private static final int PORT = 5432;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private PostgresImage() {}

    /**
     * A server that is not started yet.
     *
     * @param port on the loopback address of this machine
     * @param password of the API's login
     * @param rotationPassword of the first login of rotation-service
     * @param administratorPassword of the login by which rotation-service changes its own
     */
    static GenericContainer<?> container(
            int port, String password, String rotationPassword, String administratorPassword) {
        var container = new GenericContainer<>(NAME)
                .withEnv("POSTGRES_USER", PostgresCluster.NAME)
                .withEnv("POSTGRES_PASSWORD", password)
                .withEnv(
                        "POSTGRES_INITDB_ARGS",
                        "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8")
                .withCopyToContainer(
                        Transferable.of(rotation(rotationPassword, administratorPassword)),
                        "/docker-entrypoint-initdb.d/rotation.sql")
                // The first time it is only being prepared.
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2))
                .withStartupTimeout(PATIENCE);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return container;
    }

    /** What {@link PostgresCluster#addition} does without a server. */
    private static String rotation(String password, String administratorPassword) {
        return """
                CREATE ROLE %1$s NOLOGIN;
                CREATE DATABASE %1$s OWNER %1$s;
                CREATE ROLE %2$s IN ROLE %1$s LOGIN PASSWORD '%5$s';
                CREATE ROLE %3$s IN ROLE %1$s;
                ALTER ROLE %2$s SET role = '%1$s';
                ALTER ROLE %3$s SET role = '%1$s';
                CREATE ROLE %4$s LOGIN CREATEROLE PASSWORD '%6$s';
                GRANT %2$s, %3$s TO %4$s WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
                GRANT pg_signal_backend TO %4$s;
                """.formatted(
                        ROTATION,
                        PostgresCluster.firstLogin(ROTATION),
                        PostgresCluster.secondLogin(ROTATION),
                        PostgresCluster.administrator(ROTATION),
                        password,
                        administratorPassword);
    }
}
