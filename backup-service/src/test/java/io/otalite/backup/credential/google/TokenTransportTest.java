package io.otalite.backup.credential.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTransportTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/token",
                "https://oauth2.googleapis.com/token/",
                "https://oauth2.googleapis.com.example.com/token"
            })
    void anyOtherAddressIsRefusedBeforeAByteIsSent(String address) {
        // Given
        var transport = transport(URI.create("https://oauth2.googleapis.com/token"));

        // When, Then
        assertThatThrownBy(() -> post(transport, address))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Tokens are asked for at https://oauth2.googleapis.com/token only");
    }

    @Test
    void anEndpointThatHangsIsGivenUpInOurOwnTime() throws IOException {
        // Given
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var endpoint = URI.create("http://127.0.0.1:%d/token".formatted(silent.getLocalPort()));
            var begin = System.nanoTime();

            // When, Then
            assertThatThrownBy(() -> post(transport(endpoint), endpoint.toString()))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static TokenTransport transport(URI endpoint) {
        return new TokenTransport(endpoint, Duration.ofMillis(500), Duration.ofMillis(500));
    }

    private static void post(TokenTransport transport, String address) throws IOException {
        var content = ByteArrayContent.fromString("application/x-www-form-urlencoded", "assertion=a");
        transport
                .createRequestFactory()
                .buildPostRequest(new GenericUrl(address), content)
                .execute();
    }
}
