package io.otalite.rotation.findings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** How the database lets this service in. Prefix {@code ota.database}. */
@ConfigMapping(prefix = "ota.database")
public interface DatabaseConfig {
    /**
     * A file with the name of the login ({@code ota.database.username-file}, no default). Without it, or while it is not there, the login
     * is the data source's user.
     */
    Optional<Path> usernameFile();

    /**
     * A file with the password of the login ({@code ota.database.password-file}, no default). Without it the service runs
     * and keeps no findings.
     */
    Optional<Path> passwordFile();
}
