package io.otalite.rotation.images.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            # the header                                               | realm | service | scope
            Bearer realm="https://t/x"                                 | https://t/x |  |
            bearer realm="https://t/x",service="reg"                   | https://t/x | reg |
            Bearer service="reg", realm="https://t/x?a=b,c", scope="repository:a/b:pull,push" | https://t/x?a=b,c | reg | repository:a/b:pull,push
            Bearer realm=https://t/x,service=reg                       | https://t/x | reg |
            Basic realm="Registry one, two", Bearer realm="https://t/x" | https://t/x |  |
            """)
    void aTokenIsFetchedWhereTheHeaderSays(String header, String realm, String service, String scope) {
        assertThat(challenge(header))
                .contains(new Challenge.Bearer(realm, Optional.ofNullable(service), Optional.ofNullable(scope)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            Basic realm="Registry"
            BASIC
            Negotiate, Basic realm="Registry"
            """)
    void aPasswordIsSentWhereTheHeaderSays(String header) {
        assertThat(challenge(header)).contains(new Challenge.Basic());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            Negotiate
            Bearer
            Bearer service="reg"
            ''
            """)
    void whatIsNotUnderstoodIsNoChallenge(String header) {
        assertThat(challenge(header)).isEmpty();
    }

    private static Optional<Challenge> challenge(String header) {
        return Challenge.of(HttpHeaders.of(Map.of("WWW-Authenticate", List.of(header)), (_, _) -> true));
    }
}
