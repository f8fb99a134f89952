package io.otalite.api.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.ConfigMappings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(RelayConfig.class, Map.of());

        assertThat(config.replicationFactor()).isEqualTo((short) -1);
        assertThat(config.eventSource()).hasToString("urn:ota-lite:api-service");
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                RelayConfig.class, Map.of("ota.relay.replication-factor", "3", "ota.relay.event-source", "urn:eu"));

        assertThat(config.replicationFactor()).isEqualTo((short) 3);
        assertThat(config.eventSource()).hasToString("urn:eu");
    }
}
