package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.ConfigMappings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningConfigTest {
    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                SigningConfig.class,
                Map.of(
                        "ota.signing.key-encryption-key-file", "secrets/key",
                        "ota.signing.key-encryption-kms-key", "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                        "ota.signing.kms-credentials-file", "secrets/kms.json",
                        "ota.signing.emulator-url", "http://127.0.0.1:8085",
                        "ota.signing.previous-key-encryption-key-files", "secrets/old,secrets/older",
                        "ota.signing.next-key-encryption-key-file", "secrets/next",
                        "ota.signing.rewrap-interval", "10m"));

        assertThat(config.keyEncryptionKeyFile()).contains(Path.of("secrets/key"));
        assertThat(config.keyEncryptionKmsKey()).contains("projects/p/locations/l/keyRings/r/cryptoKeys/k");
        assertThat(config.kmsCredentialsFile()).contains(Path.of("secrets/kms.json"));
        assertThat(config.emulatorUrl()).contains(URI.create("http://127.0.0.1:8085"));
        assertThat(config.previousKeyEncryptionKeyFiles())
                .contains(List.of(Path.of("secrets/old"), Path.of("secrets/older")));
        assertThat(config.nextKeyEncryptionKeyFile()).contains(Path.of("secrets/next"));
        assertThat(config.rewrapInterval()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void nothingHasADefaultButTheInterval() {
        var config = ConfigMappings.read(SigningConfig.class, Map.of());

        assertThat(config.keyEncryptionKeyFile()).isEmpty();
        assertThat(config.keyEncryptionKmsKey()).isEmpty();
        assertThat(config.kmsCredentialsFile()).isEmpty();
        assertThat(config.emulatorUrl()).isEmpty();
        assertThat(config.previousKeyEncryptionKeyFiles()).isEmpty();
        assertThat(config.nextKeyEncryptionKeyFile()).isEmpty();
        assertThat(config.rewrapInterval()).isEqualTo(Duration.ofHours(1));
    }
}
