package io.otalite.rotation.observation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(ClusterConfig.class, Map.of());

        assertThat(config.namespaces()).isEmpty();
        assertThat(config.rediscoveryInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.permissionRetryInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.excludeKinds()).isEmpty();
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                ClusterConfig.class,
                Map.of(
                        "ota.links.namespaces", "shop,bank",
                        "ota.links.rediscovery-interval", "PT1M",
                        "ota.links.permission-retry-interval", "PT2M",
                        "ota.links.exclude-kinds", "ConfigMap,Rollout.argoproj.io"));

        assertThat(config.namespaces())
                .hasValueSatisfying(names -> assertThat(names).containsExactly("shop", "bank"));
        assertThat(config.rediscoveryInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.permissionRetryInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.excludeKinds())
                .hasValueSatisfying(kinds -> assertThat(kinds).containsOnly("ConfigMap", "Rollout.argoproj.io"));
    }
}
