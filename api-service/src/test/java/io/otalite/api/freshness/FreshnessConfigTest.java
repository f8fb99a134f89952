package io.otalite.api.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessConfigTest {
    @Test
    void defaults() {
        assertThat(ConfigMappings.read(FreshnessConfig.class, Map.of()).lookInterval())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(FreshnessConfig.class, Map.of("ota.freshness.look-interval", "3s"));

        assertThat(config.lookInterval()).isEqualTo(Duration.ofSeconds(3));
    }
}
