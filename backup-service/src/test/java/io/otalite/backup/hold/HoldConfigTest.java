package io.otalite.backup.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.Configured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldConfigTest {
    @Test
    void defaults() {
        var config = Configured.of(HoldConfig.class, Map.of());

        assertThat(config.firstPause()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void mappings() {
        var config =
                Configured.of(HoldConfig.class, Map.of("ota.hold.first-pause", "1s", "ota.hold.longest-pause", "2m"));

        assertThat(config.firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.longestPause()).isEqualTo(Duration.ofMinutes(2));
    }
}
