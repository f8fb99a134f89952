package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.admission.WebhookClients.Trust;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WebhookClientsTest {
    private static final Trust TRUST = new Trust("", "");

    @Test
    void aWebhookKeepsItsClientUntilItIsTrustedByOtherMeans() throws IOException, InterruptedException {
        try (var clients = new WebhookClients()) {
            // Given
            var first = clients.of("checks/a", TRUST);
            assertThat(clients.of("checks/a", TRUST)).isSameAs(first);
            assertThat(clients.of("checks/b", TRUST)).isNotSameAs(first);

            // When
            var second = clients.of("checks/a", new Trust("", "a.shop.svc"));

            // Then
            assertThat(second).isNotSameAs(first);
            assertThat(first.awaitTermination(Duration.ofSeconds(10))).isTrue();
        }
    }
}
