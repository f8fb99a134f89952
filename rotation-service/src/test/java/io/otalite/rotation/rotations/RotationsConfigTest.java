package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.ConfigMappings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationsConfigTest {
    @Test
    void defaults() {
        var config = ConfigMappings.read(RotationsConfig.class, Map.of());

        assertThat(config.encryptionKeyFile()).isEmpty();
        assertThat(config.proofs()).isEqualTo(3);
        assertThat(config.proofPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.provenWithin()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.drain()).isEqualTo(Duration.ofHours(24));
        assertThat(config.quarantine()).isEqualTo(Duration.ofHours(24));
        assertThat(config.look()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.concurrency()).isEqualTo(8);
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyPropertyIsMapped() {
        var config = ConfigMappings.read(
                RotationsConfig.class,
                Map.of(
                        "ota.rotations.encryption-key-file", "/etc/key",
                        "ota.rotations.proofs", "1",
                        "ota.rotations.proof-pause", "PT1S",
                        "ota.rotations.proven-within", "PT3S",
                        "ota.rotations.drain", "PT5S",
                        "ota.rotations.quarantine", "PT6S",
                        "ota.rotations.look", "PT7S",
                        "ota.rotations.concurrency", "2",
                        "ota.rotations.interval", "PT9S"));

        assertThat(config.encryptionKeyFile()).contains(Path.of("/etc/key"));
        assertThat(config.proofs()).isOne();
        assertThat(config.proofPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.provenWithin()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.quarantine()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.look()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.concurrency()).isEqualTo(2);
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(9));
    }
}
