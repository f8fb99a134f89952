package io.otalite.api.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.ConfigMappings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(PublicationConfig.class, Map.of());

        assertThat(config.rootLifetime()).isEqualTo(Duration.ofDays(365));
        assertThat(config.targetsLifetime()).isEqualTo(Duration.ofDays(365));
        assertThat(config.snapshotLifetime()).isEqualTo(Duration.ofDays(90));
        assertThat(config.timestampLifetime()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                PublicationConfig.class,
                Map.of(
                        "ota.publication.root-lifetime", "1d",
                        "ota.publication.targets-lifetime", "2d",
                        "ota.publication.snapshot-lifetime", "3d",
                        "ota.publication.timestamp-lifetime", "4d"));

        assertThat(config.rootLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(config.targetsLifetime()).isEqualTo(Duration.ofDays(2));
        assertThat(config.snapshotLifetime()).isEqualTo(Duration.ofDays(3));
        assertThat(config.timestampLifetime()).isEqualTo(Duration.ofDays(4));
    }
}
