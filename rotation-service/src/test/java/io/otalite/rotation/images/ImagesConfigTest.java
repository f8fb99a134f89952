package io.otalite.rotation.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagesConfigTest {
    @Test
    void defaults() {
        var config = configured(Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.concurrency()).isEqualTo(8);
        assertThat(config.insecureRegistries()).isEmpty();
    }

    @Test
    void mappings() {
        var config = configured(Map.of(
                "ota.images.enabled", "false",
                "ota.images.interval", "1m",
                "ota.images.timeout", "3s",
                "ota.images.concurrency", "2",
                "ota.images.insecure-registries", "registry.lan,registry.lan:5000"));

        assertThat(config.enabled()).isFalse();
        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.concurrency()).isEqualTo(2);
        assertThat(config.insecureRegistries()).contains(List.of("registry.lan", "registry.lan:5000"));
    }

    private static ImagesConfig configured(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(ImagesConfig.class)
                .withDefaultValues(properties)
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(ImagesConfig.class);
    }
}
