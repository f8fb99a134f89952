package io.otalite.emulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a second start finds. */
class RestartTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    Path home;

    @Test
    void objectsVersionsAndTrustAreAsTheyWere() throws IOException {
        // Given
        String authority;
        String token;
        long version;
        try (var first = RunningCluster.start(home)) {
            version = first.post(MAPS, "{\"metadata\":{\"name\":\"kept\"}}")
                    .body()
                    .path("metadata")
                    .path("resourceVersion")
                    .asLong();
            authority = first.emulator().caPem();
            token = first.adminToken();
        }

        // When
        try (var second = RunningCluster.start(home)) {
            // Then
            assertThat(second.emulator().caPem()).isEqualTo(authority);
            assertThat(second.adminToken()).isEqualTo(token);
            var kept = second.get(MAPS + "/kept").body();
            assertThat(kept.path("metadata").path("resourceVersion").asLong()).isEqualTo(version);
            var next = second.post(MAPS, "{\"metadata\":{\"name\":\"next\"}}").body();
            assertThat(next.path("metadata").path("resourceVersion").asLong()).isGreaterThan(version);
            assertThat(second.get(MAPS + "?watch=true&resourceVersion=" + (version - 1))
                            .status())
                    .isEqualTo(410);
        }
    }

    @Test
    void theNetworkIsAsItWasThoughAnEarlierOneIsFree() throws IOException {
        // Given
        String network;
        try (var one = RunningCluster.start(home.resolve("one"));
                var two = RunningCluster.start(home.resolve("two"))) {
            network = Files.readString(home.resolve("two/network"));
            assertThat(network).isNotEqualTo(Files.readString(home.resolve("one/network")));
        }

        // When
        RunningCluster.start(home.resolve("two")).close();

        // Then
        assertThat(home.resolve("two/network")).hasContent(network);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeconfig", "admin-token", "ca.key", "service-account.key", "objects.journal"})
    void secretsAreForTheirOwnerOnly(String file) throws IOException {
        // When
        RunningCluster.start(home).close();

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
                .isEqualTo("rw-------");
    }
}
