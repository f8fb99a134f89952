package io.otalite.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PresentedTokenTest {
    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("OSF-TOKEN", "tok", List.of("tok")),
                Arguments.of("osf-token", "tok", List.of("tok")),
                Arguments.of("Authorization", "Bearer t-k", List.of("t-k")),
                Arguments.of("authorization", "bearer t-k", List.of("t-k")),
                Arguments.of("Authorization", "Bearer c2VjcmV0", List.of("c2VjcmV0", "secret")),
                Arguments.of("Authorization", "Basic c2VjcmV0", List.of()),
                Arguments.of("Authorization", "Bearer ", List.of()),
                Arguments.of("X-Other", "tok", List.of()));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void everyFormInUseIsUnderstood(String name, String value, List<String> expected) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(Map.of(name, value));

        var candidates = PresentedToken.candidates(header -> Optional.ofNullable(headers.get(header)));

        assertThat(candidates).extracting(AccessToken::reveal).isEqualTo(expected);
    }

    @Test
    void noHeaderGivesNoToken() {
        assertThat(PresentedToken.candidates(header -> Optional.empty())).isEmpty();
    }
}
