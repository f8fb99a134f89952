package io.otalite.system;

import io.otalite.local.postgres.PostgresCluster;
import io.otalite.local.system.ProjectLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** The published image of Postgres, with what docker compose has it make at its first start. */
final class PostgresImage {
    private static final String NAME = "postgres:18";
    private static final Path ROOT = ProjectLayout.find().root();
    private static final String SECRETS = "/state/secrets/";
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
                .withCopyToContainer(Transferable.of(rotationPassword), SECRETS + "rotation-postgres-password")
                .withCopyToContainer(
                        Transferable.of(administratorPassword), SECRETS + "rotation-postgres-admin-password")
                .withCopyFileToContainer(
                        file("local/src/main/resources/postgres/add-database.sh"), "/opt/ota-lite/add-database.sh")
                .withCopyFileToContainer(
                        file("deploy/compose/postgres.sh"), "/docker-entrypoint-initdb.d/10-rotation.sh")
                // The first time it is only being prepared.
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2))
                .withStartupTimeout(PATIENCE);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return container;
    }

    private static MountableFile file(String path) {
        return MountableFile.forHostPath(ROOT.resolve(path));
    }
}
