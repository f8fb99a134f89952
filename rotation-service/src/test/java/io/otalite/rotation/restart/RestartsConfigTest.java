package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.observation.Rollout.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartsConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(RestartsConfig.class, Map.of());

        assertThat(config.namespaces()).isEmpty();
        assertThat(config.concurrency()).isEqualTo(3);
        assertThat(config.canaryWindow()).isEmpty();
        assertThat(config.window()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.readyWithin()).isEmpty();
        assertThat(config.useDeadline()).isEqualTo(Duration.ofHours(8));
        assertThat(config.ownDeployment()).isEmpty();
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                RestartsConfig.class,
                Map.of(
                        "ota.restarts.namespaces", "shop,bank",
                        "ota.restarts.concurrency", "1",
                        "ota.restarts.canary-window", "PT2S",
                        "ota.restarts.window", "PT3S",
                        "ota.restarts.ready-within", "PT4S",
                        "ota.restarts.use-deadline", "PT5S",
                        "ota.restarts.own-deployment", "ota/rotation-service"));

        assertThat(config.namespaces()).contains(List.of("shop", "bank"));
        assertThat(config.concurrency()).isEqualTo(1);
        assertThat(config.canaryWindow()).contains(Duration.ofSeconds(2));
        assertThat(config.window()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.readyWithin()).contains(Duration.ofSeconds(4));
        assertThat(config.useDeadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.ownDeployment()).contains("ota/rotation-service");
    }

    @ParameterizedTest(name = "minReadySeconds {0}, a probe that fails after {1} s, last: {2}")
    @CsvSource({
        "0, 0, false, 60",
        "0, 15, false, 60",
        "0, 30, false, 90",
        "120, 30, false, 120",
        "0, 0, true, 600",
        "0, 300, true, 900"
    })
    void theWindowFollowsFromTheWorkload(int minReady, int readiness, boolean isLast, int window) {
        // Given
        var pace = RestartPace.of(ConfigMappings.read(RestartsConfig.class, Map.of()));
        var limits = new Limits(Duration.ofMinutes(10), Duration.ofSeconds(minReady), Duration.ofSeconds(readiness));

        // When
        var found = pace.window(limits, isLast);

        // Then
        assertThat(found).isEqualTo(Duration.ofSeconds(window));
    }
}
