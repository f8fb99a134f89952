package io.otalite.rotation.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgementConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(JudgementConfig.class, Map.of());

        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.warnBefore()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void mappings() {
        var config = ConfigMappings.read(
                JudgementConfig.class, Map.of("ota.judgement.interval", "1m", "ota.judgement.warn-before", "3d"));

        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.warnBefore()).isEqualTo(Duration.ofDays(3));
    }
}
