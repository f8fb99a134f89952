package io.otalite.rotation.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(FindingsConfig.class, Map.of());

        assertThat(config.events()).isTrue();
        assertThat(config.compareInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.replicationFactor()).isEqualTo((short) -1);
        assertThat(config.eventSource()).hasToString("urn:ota-lite:rotation-service");
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                FindingsConfig.class,
                Map.of(
                        "ota.findings.events", "false",
                        "ota.findings.compare-interval", "PT1M",
                        "ota.findings.longest-pause", "PT2S",
                        "ota.findings.replication-factor", "3",
                        "ota.findings.event-source", "urn:eu"));

        assertThat(config.events()).isFalse();
        assertThat(config.compareInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.longestPause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.replicationFactor()).isEqualTo((short) 3);
        assertThat(config.eventSource()).hasToString("urn:eu");
    }
}
