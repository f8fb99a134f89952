package io.otalite.api.http;

import io.otalite.access.AccessToken;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * A database and mounted files for the service, and neither Kafka nor a collector of traces: nothing listens where the service looks for
 * them, and nothing that it promises may depend on either.
 */
public final class RealPostgres implements QuarkusTestResourceLifecycleManager {
    static final AccessToken ADMIN = AccessToken.of("admin-token-of-the-test");

    private EmbeddedPostgres postgres;
    private Path secrets;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
            secrets = Files.createTempDirectory("api-service-secrets");
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    postgres.getJdbcUrl("postgres", "postgres"),
                    "quarkus.datasource.username",
                    "postgres",
                    "ota.database.password-file",
                    secret("password", "postgres"),
                    "ota.access.admin-token-sha256-file",
                    secret("token", ADMIN.hash().sha256Hex()),
                    "ota.signing.key-encryption-key-file",
                    secret("key", Base64.getEncoder().encodeToString(new byte[32])),
                    "kafka.bootstrap.servers",
                    "127.0.0.1:9",
                    "otel.exporter.otlp.endpoint",
                    "http://127.0.0.1:9",
                    "quarkus.http.test-port",
                    "0",
                    "quarkus.management.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            postgres.close();
            try (var files = Files.list(secrets)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String secret(String name, String content) throws IOException {
        return Files.writeString(secrets.resolve(name), content).toString();
    }
}
