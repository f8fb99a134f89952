package io.otalite.rotation.findings.postgres;

import io.otalite.rotation.findings.DatabaseConfig;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the login for each new connection, so that a rotated one counts without a restart. Its name is read along with its password: two
 * roles take turns. A name of before a rotation with a password of after it is refused by the database, and the next attempt reads again.
 */
@ApplicationScoped
@Named("database-login")
public class LoginFiles implements CredentialsProvider {
    private final DatabaseConfig config;

    LoginFiles(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, String> getCredentials(String providerName) {
        var login = new HashMap<String, String>();
        config.usernameFile()
                .filter(Files::exists)
                .ifPresent(file -> login.put(USER_PROPERTY_NAME, read(file, "user name")));
        config.passwordFile().ifPresent(file -> login.put(PASSWORD_PROPERTY_NAME, read(file, "password")));
        return login;
    }

    private static String read(Path file, String what) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The database %s cannot be read from %s".formatted(what, file), e);
        }
    }
}
