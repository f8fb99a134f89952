package io.otalite.rotation.observation.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(GoogleConfig.class, Map.of());

        assertThat(config.project()).isEmpty();
        assertThat(config.credentialFile()).isEmpty();
        assertThat(config.emulatorUrl()).isEmpty();
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                GoogleConfig.class,
                Map.of(
                        "ota.google.project", "ota-test",
                        "ota.google.credential-file", "/key.json",
                        "ota.google.emulator-url", "http://127.0.0.1:8085",
                        "ota.google.interval", "PT5S"));

        assertThat(config.project()).contains("ota-test");
        assertThat(config.credentialFile()).contains(Path.of("/key.json"));
        assertThat(config.emulatorUrl()).contains(URI.create("http://127.0.0.1:8085"));
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(5));
    }
}
