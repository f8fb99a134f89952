package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @ValueSource(strings = {"with.bad..name", "under_score", "-a", "a-", "", "ota:80", "http://ota", "::1", "a b"})
    void whatIsNoHostIsRefused(String host) {
        assertThatExceptionOfType(LocalSystemException.class)
                .isThrownBy(() -> new Network(host, Map.of()))
                .withMessageContaining("--host " + host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ota", "127.0.0.2", "ota-1.example.com"})
    void whatIsAHostIsTaken(String host) {
        assertThat(new Network(host, Map.of()).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka,nonsense,kafka:9092",
        "kafka,1.2.3.4:99999,kafka:9092",
        "kafka,kafka:0,kafka:9092",
        "postgres,x,postgres:5432",
        "google,google:8085,http://google:8085",
        "google,http://google:99999,http://google:8085"
    })
    void anAddressThatIsNoneIsRefusedWithOneThatIs(String part, String address, String example) {
        assertThatExceptionOfType(LocalSystemException.class)
                .isThrownBy(() -> new Network("ota", Map.of(part, address)))
                .withMessageContainingAll(part, address, example);
    }

    @Test
    void whereThisMachineCannotListenIsToldBeforeAnythingStarts() {
        assertThatCode(Network.loopback()::requireHere).doesNotThrowAnyException();
        // RFC 5737: an address for documentation, that no machine has. RFC 6761: a name that nobody has.
        assertThatExceptionOfType(LocalSystemException.class)
                .isThrownBy(new Network("203.0.113.9", Map.of())::requireHere)
                .withMessageContaining("203.0.113.9");
        assertThatExceptionOfType(LocalSystemException.class)
                .isThrownBy(new Network("nobody.invalid", Map.of())::requireHere)
                .withMessageContaining("nobody knows");
    }
}
