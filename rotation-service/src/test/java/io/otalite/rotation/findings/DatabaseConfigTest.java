package io.otalite.rotation.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
    @Test
    void everyPropertyIsMapped() {
        var config =
                ConfigMappings.read(DatabaseConfig.class, Map.of("ota.database.password-file", "secrets/password"));

        assertThat(config.passwordFile()).contains(Path.of("secrets/password"));
    }

    @Test
    void withoutAPasswordTheServiceStartsAllTheSame() {
        assertThat(ConfigMappings.read(DatabaseConfig.class, Map.of()).passwordFile())
                .isEmpty();
    }
}
