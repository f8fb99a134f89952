package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningConfigTest {
    @Test
    void everyPropertyIsMapped() {
        var config =
                ConfigMappings.read(SigningConfig.class, Map.of("ota.signing.key-encryption-key-file", "secrets/key"));

        assertThat(config.keyEncryptionKeyFile()).hasToString("secrets/key");
    }

    @Test
    void thereIsNoDefaultKey() {
        assertThatThrownBy(() -> ConfigMappings.read(SigningConfig.class, Map.of()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("ota.signing.key-encryption-key-file");
    }
}
