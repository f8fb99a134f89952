package io.otalite.rotation.service;

import io.otalite.access.AccessToken;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A service to which nothing answers: no database, no Kafka, no cluster, no certificate. */
public final class NothingThere implements QuarkusTestResourceLifecycleManager {
    static final String ADMIN_TOKEN = "admin-token-of-the-test";

    private Path secrets;

    @Override
    public Map<String, String> start() {
        try {
            secrets = Files.createTempDirectory("rotation-service");
            var token = Files.writeString(
                    secrets.resolve("token"), AccessToken.of(ADMIN_TOKEN).hash().sha256Hex());
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:9/rotation",
                    "kafka.bootstrap.servers", "127.0.0.1:9",
                    "ota.access.admin-token-sha256-file", token.toString(),
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            Files.delete(secrets.resolve("token"));
            Files.delete(secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
