package io.otalite.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.Configured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveConfigTest {
    @Test
    void defaults() {
        var config = Configured.of(ArchiveConfig.class, Map.of("ota.archive.bucket", "ota-archive"));

        assertThat(config.bucket()).isEqualTo("ota-archive");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.storageTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.answerWithin()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void mappings() {
        var config = Configured.of(
                ArchiveConfig.class,
                Map.of(
                        "ota.archive.bucket", "b",
                        "ota.archive.connect-timeout", "1s",
                        "ota.archive.storage-timeout", "20s",
                        "ota.archive.token-timeout", "4s",
                        "ota.archive.answer-within", "6s"));

        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.storageTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.answerWithin()).isEqualTo(Duration.ofSeconds(6));
    }
}
