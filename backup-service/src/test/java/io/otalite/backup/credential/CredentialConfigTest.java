package io.otalite.backup.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.Configured;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "ota.archive.credential-file", "/run/secrets/gcs-key.json",
            "ota.archive.service-account", "backup@ota.iam.gserviceaccount.com",
            "ota.archive.project", "ota");

    @Test
    void defaults() {
        var config = Configured.of(CredentialConfig.class, REQUIRED);

        assertThat(config.credentialFile()).isEqualTo(Path.of("/run/secrets/gcs-key.json"));
        assertThat(config.serviceAccount()).isEqualTo("backup@ota.iam.gserviceaccount.com");
        assertThat(config.project()).isEqualTo("ota");
        assertThat(config.emulatorUrl()).isEmpty();
        assertThat(config.credentialLookInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.credentialProofInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.credentialRetryInterval()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void mappings() {
        var properties = new HashMap<>(REQUIRED);
        properties.put("ota.archive.emulator-url", "http://127.0.0.1:8085");
        properties.put("ota.archive.credential-look-interval", "1s");
        properties.put("ota.archive.credential-proof-interval", "3s");
        properties.put("ota.archive.credential-retry-interval", "5s");

        var config = Configured.of(CredentialConfig.class, properties);

        assertThat(config.emulatorUrl()).contains(URI.create("http://127.0.0.1:8085"));
        assertThat(config.credentialLookInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.credentialProofInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.credentialRetryInterval()).isEqualTo(Duration.ofSeconds(5));
    }
}
