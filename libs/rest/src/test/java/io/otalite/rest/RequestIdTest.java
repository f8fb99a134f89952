package io.otalite.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "3f0c9a1e-7d5b", "build_42.retry-1"})
    void theCallersOwnIsKept(String header) {
        assertThat(RequestId.of(header).value()).isEqualTo(header);
    }

    static String[] whatNoLineCanCarry() {
        return new String[] {null, "", "a b", "a\nb", "a\n", "ä", "\"", "a".repeat(65), "a".repeat(10_240)};
    }

    @ParameterizedTest
    @MethodSource("whatNoLineCanCarry")
    void anotherIsMadeForWhatNoLineCanCarry(String header) {
        assertThat(RequestId.of(header).value()).matches("[A-Za-z0-9_-]{16}");
    }

    @Test
    void noTwoAreMadeAlike() {
        assertThat(RequestId.of(null)).isNotEqualTo(RequestId.of(null));
    }
}
