package io.otalite.emulator.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopbackAddressesTest {
    private static final int ALL = 65_024;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

    @Test
    void everyAddressIsGivenOnceAndThenThereIsNone() {
        // Given
        var addresses = LoopbackAddresses.ofPods(clock);
        addresses.reserve("127.1.0.2");
        var given = new HashSet<String>();

        // When
        for (var count = 1; count < ALL; count++) {
            given.add(addresses.allocate());
        }

        // Then
        assertThat(given)
                .hasSize(ALL - 1)
                .contains("127.1.0.1", "127.1.255.254")
                .doesNotContain("127.1.0.2");
        assertThatThrownBy(addresses::allocate).hasMessage("All addresses of 127.1.0.0/16 are in use");
    }

    @Test
    void anAddressThatWasGivenBackRestsForAMinute() {
        // Given
        var addresses = LoopbackAddresses.ofServices(clock);
        for (var count = 0; count < ALL; count++) {
            assertThat(addresses.allocate()).startsWith("127.2.");
        }
        addresses.release("127.2.7.7");
        now.set(now.get().plus(Duration.ofSeconds(59)));
        assertThatThrownBy(addresses::allocate).isInstanceOf(IllegalStateException.class);

        // When
        now.set(now.get().plus(Duration.ofSeconds(1)));

        // Then
        assertThat(addresses.allocate()).isEqualTo("127.2.7.7");
    }
}
