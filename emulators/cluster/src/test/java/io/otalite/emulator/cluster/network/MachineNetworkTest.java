package io.otalite.emulator.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MachineNetworkTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void whoComesBackHasTheNetworkItHadThoughAnEarlierOneIsFree() throws IOException {
        // Given
        int number;
        try (var first = MachineNetwork.claim(CLOCK, OptionalInt.empty());
                var second = MachineNetwork.claim(CLOCK, OptionalInt.empty())) {
            assertThat(second.number()).isNotEqualTo(first.number());
            number = second.number();
        }

        // When
        try (var again = MachineNetwork.claim(CLOCK, OptionalInt.of(number))) {
            // Then
            assertThat(again.number()).isEqualTo(number);
            assertThat(again.services().allocate()).startsWith("127." + (number + 1) + ".");
        }
    }

    @Test
    void whoseNetworkIsTakenGetsAnother() throws IOException {
        // Given
        try (var first = MachineNetwork.claim(CLOCK, OptionalInt.empty())) {
            // When
            try (var second = MachineNetwork.claim(CLOCK, OptionalInt.of(first.number()))) {
                // Then
                assertThat(second.number()).isNotEqualTo(first.number());
            }
        }
    }
}
