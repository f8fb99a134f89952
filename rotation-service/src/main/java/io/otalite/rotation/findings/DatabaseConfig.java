package io.otalite.rotation.findings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** How the database lets this service in. Prefix {@code ota.database}. */
@ConfigMapping(prefix = "ota.database")
public interface DatabaseConfig {
    /**
     * A file with the password of the data source's user ({@code ota.database.password-file}, no default). Without it the service runs
     * and keeps no findings.
     */
    Optional<Path> passwordFile();
}
