package io.otalite.rotation.credentials.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresServersConfigTest {
    @Test
    void defaults() {
        assertThat(ConfigMappings.read(PostgresServersConfig.class, Map.of()).servers())
                .isEmpty();
    }

    @Test
    void everyPropertyIsMapped() {
        var servers = ConfigMappings.read(
                        PostgresServersConfig.class,
                        Map.of(
                                "ota.rotations.postgres.main.jdbc-url", "jdbc:postgresql://db/api",
                                "ota.rotations.postgres.main.user", "rotator",
                                "ota.rotations.postgres.main.password-file", "/password"))
                .servers();

        assertThat(servers).containsOnlyKeys("main");
        assertThat(servers.get("main").jdbcUrl()).isEqualTo("jdbc:postgresql://db/api");
        assertThat(servers.get("main").user()).isEqualTo("rotator");
        assertThat(servers.get("main").passwordFile()).isEqualTo(Path.of("/password"));
    }

    /** As the manifests do it. */
    @Test
    void aServerCanBeConfiguredByVariables() {
        // Given
        var variables = Map.of(
                "OTA_ROTATIONS_POSTGRES_MAIN_JDBC_URL", "jdbc:postgresql://db/rotation",
                "OTA_ROTATIONS_POSTGRES_MAIN_USER", "rotation_admin",
                "OTA_ROTATIONS_POSTGRES_MAIN_PASSWORD_FILE", "/password");

        // When
        var servers = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PostgresServersConfig.class)
                .withSources(new EnvConfigSource(variables, 300))
                .build()
                .getConfigMapping(PostgresServersConfig.class)
                .servers();

        // Then
        assertThat(servers).containsOnlyKeys("main");
        assertThat(servers.get("main").user()).isEqualTo("rotation_admin");
        assertThat(servers.get("main").passwordFile()).isEqualTo(Path.of("/password"));
    }
}
