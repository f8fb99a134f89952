package io.otalite.system;

import io.otalite.local.system.Endpoints;
import io.otalite.local.system.PortName;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A rotation-service that runs beside the cluster, so that it goes on when the cluster's API server restarts. */
record OutsideReplica(Process process, URI base) implements AutoCloseable {
    private static final long GRACE_SECONDS = 20;

    /** Starts it; it is not ready yet. It leads, so no other may run. */
    static OutsideReplica start(Endpoints endpoints, Path kubeconfig) throws IOException {
        var app = ProjectLayout.find().root().resolve("rotation-service/target/quarkus-app/quarkus-run.jar");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var ports = FreePorts.find();
        var secrets = endpoints.adminTokenFile().resolveSibling("secrets");
        var log = Files.createDirectories(Path.of("target", "drills")).resolve("outside-replica.log");
        var builder = new ProcessBuilder(java.toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", app.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.number(PortName.ROTATION)));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.number(PortName.ROTATION_MANAGEMENT)));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", endpoints.kafka());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", endpoints.jdbcUrl().replaceFirst("/[^/]*$", "/rotation"));
        environment.put("QUARKUS_DATASOURCE_USERNAME", "rotation_a");
        environment.put(
                "OTA_DATABASE_PASSWORD_FILE",
                secrets.resolve("rotation-postgres-password").toString());
        environment.put(
                "OTA_ACCESS_ADMIN_TOKEN_SHA256_FILE",
                secrets.resolve("admin-token.sha256").toString());
        environment.put("OTA_LEASE_ENABLED", "false");
        environment.put("OTA_IMAGES_ENABLED", "false");
        return new OutsideReplica(builder.start(), URI.create("http://127.0.0.1:" + ports.number(PortName.ROTATION)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
