package io.otalite.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Who may use this service. Prefix {@code ota.access}. */
@ConfigMapping(prefix = "ota.access")
public interface AccessConfig {
    /**
     * A file with the SHA-256 of the bootstrap admin token, 64 lower-case hexadecimal characters
     * ({@code ota.access.admin-token-sha256-file}, no default); several, one a line, accept several tokens. Never a token itself.
     */
    Path adminTokenSha256File();

    /** How long a read of that file is relied upon ({@code ota.access.reread-after}, default 5 seconds): a rotated file counts from then on. */
    @WithDefault("5s")
    Duration rereadAfter();
}
