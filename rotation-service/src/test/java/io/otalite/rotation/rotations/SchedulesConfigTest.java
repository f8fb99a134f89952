package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulesConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(SchedulesConfig.class, Map.of());

        assertThat(config.minimum()).isEqualTo(Duration.ofHours(1));
        assertThat(config.expiryMargin()).isEqualTo(Duration.ofDays(3));
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                SchedulesConfig.class,
                Map.of(
                        "ota.schedules.minimum", "PT5S",
                        "ota.schedules.expiry-margin", "PT24H",
                        "ota.schedules.interval", "PT1S"));

        assertThat(config.minimum()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.expiryMargin()).isEqualTo(Duration.ofDays(1));
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
    }
}
