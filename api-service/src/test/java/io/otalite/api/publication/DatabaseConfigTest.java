package io.otalite.api.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
    @Test
    void everyPropertyIsMapped() {
        var config =
                ConfigMappings.read(DatabaseConfig.class, Map.of("ota.database.password-file", "secrets/password"));

        assertThat(config.passwordFile()).hasToString("secrets/password");
    }

    @Test
    void thereIsNoDefaultPassword() {
        assertThatThrownBy(() -> ConfigMappings.read(DatabaseConfig.class, Map.of()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("ota.database.password-file");
    }
}
