package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelaySettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theDefaultsAreThoseDocumented() {
        assertThat(RelaySettings.of("relay", (short) 3))
                .isEqualTo(new RelaySettings(
                        "relay", (short) 3, 200, 16_777_216, Duration.ofMillis(100), Duration.ofSeconds(5)));
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertRefused(" ", 1, 1, 1, SECOND, SECOND);
        assertRefused("relay", 0, 1, 1, SECOND, SECOND);
        assertRefused("relay", 1, 0, 1, SECOND, SECOND);
        assertRefused("relay", 1, 1, 0, SECOND, SECOND);
        assertRefused("relay", 1, 1, 1, Duration.ZERO, SECOND);
        assertRefused("relay", 1, 1, 1, SECOND, Duration.ZERO);
    }

    private static void assertRefused(
            String name, int replicas, int rows, long bytes, Duration pollInterval, Duration longestBackoff) {
        assertThatThrownBy(() -> new RelaySettings(name, (short) replicas, rows, bytes, pollInterval, longestBackoff))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
