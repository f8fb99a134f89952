package io.otalite.rotation.findings.postgres;

import io.otalite.rotation.findings.DatabaseConfig;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Reads the database password for each new connection, so that a rotated one counts without a restart. */
@ApplicationScoped
@Named("database-password")
public class PasswordFile implements CredentialsProvider {
    private final DatabaseConfig config;

    PasswordFile(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, String> getCredentials(String providerName) {
        var file = config.passwordFile();
        if (file.isEmpty()) {
            return Map.of();
        }
        try {
            return Map.of(PASSWORD_PROPERTY_NAME, Files.readString(file.get()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The database password cannot be read from " + file.get(), e);
        }
    }
}
