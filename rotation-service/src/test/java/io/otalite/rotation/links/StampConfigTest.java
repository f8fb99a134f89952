package io.otalite.rotation.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampConfigTest {
    @Test
    void defaults() {
        assertThat(ConfigMappings.read(StampConfig.class, Map.of()).stamps()).isTrue();
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(ConfigMappings.read(StampConfig.class, Map.of("ota.links.stamps", "false"))
                        .stamps())
                .isFalse();
    }
}
