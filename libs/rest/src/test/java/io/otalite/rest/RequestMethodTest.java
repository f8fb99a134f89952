package io.otalite.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMethodTest {
    @Test
    void aKnownMethodNamesItsSpan() {
        assertThat(RequestMethod.of("PATCH")).isEqualTo(new RequestMethod("PATCH", "PATCH"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "PROPFIND", "X8f3e21", ""})
    void whateverElseAStrangerSendsHasOneName(String token) {
        assertThat(RequestMethod.of(token)).isEqualTo(new RequestMethod("HTTP", "_OTHER"));
    }
}
