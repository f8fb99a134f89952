package io.otalite.rotation.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(LeaseConfig.class, Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.namespace()).isEmpty();
        assertThat(config.name()).isEqualTo("rotation-service");
        assertThat(config.identity()).isEmpty();
        assertThat(config.leaseDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.renewDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retryPeriod()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                LeaseConfig.class,
                Map.of(
                        "ota.lease.enabled", "false",
                        "ota.lease.namespace", "ota",
                        "ota.lease.name", "links",
                        "ota.lease.identity", "one",
                        "ota.lease.lease-duration", "PT6S",
                        "ota.lease.renew-deadline", "PT4S",
                        "ota.lease.retry-period", "PT1S"));

        assertThat(config.enabled()).isFalse();
        assertThat(config.namespace()).contains("ota");
        assertThat(config.name()).isEqualTo("links");
        assertThat(config.identity()).contains("one");
        assertThat(config.leaseDuration()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.renewDeadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.retryPeriod()).isEqualTo(Duration.ofSeconds(1));
    }
}
