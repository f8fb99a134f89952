package io.otalite.rotation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(GuardConfig.class, Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(9443);
        assertThat(config.certificateFile()).isEmpty();
        assertThat(config.keyFile()).isEmpty();
        assertThat(config.clientCaFile()).isEmpty();
        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.ownNamespace()).isEmpty();
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                GuardConfig.class,
                Map.of(
                        "ota.guard.host", "0.0.0.0",
                        "ota.guard.port", "1",
                        "ota.guard.certificate-file", "tls.crt",
                        "ota.guard.key-file", "tls.key",
                        "ota.guard.client-ca-file", "clients.crt",
                        "ota.guard.deadline", "PT1S",
                        "ota.guard.own-namespace", "ota-lite-rotation"));

        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(1);
        assertThat(config.certificateFile()).contains(Path.of("tls.crt"));
        assertThat(config.keyFile()).contains(Path.of("tls.key"));
        assertThat(config.clientCaFile()).contains(Path.of("clients.crt"));
        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.ownNamespace()).contains("ota-lite-rotation");
    }
}
