package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void theCertificateIsNewAtEachStartAndItsAuthorityStays() {
        // Given
        var first = GuardCertificate.issue(folder.resolve("guard"), NOW);

        // When
        var second = GuardCertificate.issue(folder.resolve("guard"), NOW.plusSeconds(1));

        // Then
        assertThat(second.caBundle()).isEqualTo(first.caBundle());
        assertThat(second.secret()).containsOnlyKeys("tls.crt", "tls.key").isNotEqualTo(first.secret());
        assertThat(second.secret().get("tls.crt")).endsWith(second.authority());
        assertThat(new String(Base64.getDecoder().decode(second.caBundle()), StandardCharsets.US_ASCII))
                .isEqualTo(second.authority());
        assertThat(second.toString()).doesNotContain("PRIVATE");
    }
}
