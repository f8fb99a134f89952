package io.otalite.rotation.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleKeysConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(GoogleKeysConfig.class, Map.of());

        assertThat(config.origin()).isEqualTo(KeyOrigin.UPLOAD);
        assertThat(config.visibilityDelay()).isEqualTo(Duration.ofHours(6));
        assertThat(config.settling()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                GoogleKeysConfig.class,
                Map.of(
                        "ota.rotations.google.origin", "create",
                        "ota.rotations.google.visibility-delay", "PT1S",
                        "ota.rotations.google.settling", "PT3S"));

        assertThat(config.origin()).isEqualTo(KeyOrigin.CREATE);
        assertThat(config.visibilityDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.settling()).isEqualTo(Duration.ofSeconds(3));
    }
}
