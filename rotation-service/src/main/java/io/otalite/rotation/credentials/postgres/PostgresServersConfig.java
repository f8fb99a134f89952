package io.otalite.rotation.credentials.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The Postgres servers whose logins are rotated. Prefix {@code ota.rotations.postgres}. */
@ConfigMapping(prefix = "ota.rotations.postgres")
public interface PostgresServersConfig {
    /** By the name that the annotation {@code postgres-server} gives ({@code ota.rotations.postgres.NAME.…}, default none). */
    @WithParentName
    Map<String, PostgresServer> servers();
}
