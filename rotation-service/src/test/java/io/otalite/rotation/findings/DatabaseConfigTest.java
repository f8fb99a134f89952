package io.otalite.rotation.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                DatabaseConfig.class,
                Map.of(
                        "ota.database.username-file", "secrets/username",
                        "ota.database.password-file", "secrets/password"));

        assertThat(config.usernameFile()).contains(Path.of("secrets/username"));
        assertThat(config.passwordFile()).contains(Path.of("secrets/password"));
    }

    @Test
    void withoutALoginTheServiceStartsAllTheSame() {
        var config = ConfigMappings.read(DatabaseConfig.class, Map.of());

        assertThat(config.usernameFile()).isEmpty();
        assertThat(config.passwordFile()).isEmpty();
    }
}
