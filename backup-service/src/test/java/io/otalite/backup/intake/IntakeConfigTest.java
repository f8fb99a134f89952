package io.otalite.backup.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.Configured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeConfigTest {
    @Test
    void defaults() {
        var config = Configured.of(IntakeConfig.class, Map.of());

        assertThat(config.largestRecord()).isEqualTo(16 * 1024 * 1024);
        assertThat(config.replicationFactor()).isEqualTo((short) -1);
        assertThat(config.brokerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.stuckAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void mappings() {
        var config = Configured.of(
                IntakeConfig.class,
                Map.of(
                        "ota.intake.largest-record", "1000",
                        "ota.intake.replication-factor", "3",
                        "ota.intake.broker-timeout", "2s",
                        "ota.intake.stuck-after", "1m"));

        assertThat(config.largestRecord()).isEqualTo(1000);
        assertThat(config.replicationFactor()).isEqualTo((short) 3);
        assertThat(config.brokerTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.stuckAfter()).isEqualTo(Duration.ofMinutes(1));
    }
}
