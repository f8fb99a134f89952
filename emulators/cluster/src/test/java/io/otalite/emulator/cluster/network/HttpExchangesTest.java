package io.otalite.emulator.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExchangesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final HttpExchanges exchanges = new HttpExchanges();

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123\r\n\r\n89\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n",
            })
    void aResponseIsSeenToEndWithItsLastByteAndNotBefore(String response) {
        // Given
        client(GET);
        var between = new ArrayList<Boolean>();

        // When
        response.chars().mapToObj(Character::toString).forEach(character -> {
            between.add(exchanges.isBetween());
            server(character);
        });

        // Then
        assertThat(between).hasSize(response.length()).containsOnly(false);
        assertThat(exchanges.isBetween()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\nuntil the end",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                OK + "and more",
                "SSH-2.0-OpenSSH\r\n\r\n",
            })
    void whatHasNoEndThatCouldBeKnownMakesTheConnectionOpaque(String response) {
        // Given
        client(GET);

        // When
        server(response);

        // Then
        assertThat(exchanges.isBetween()).isFalse();
        assertThat(exchanges.isOpaque()).isTrue();
    }

    @Test
    void aResponseToHeadHasNoBody() {
        // Given
        client("HEAD / HTTP/1.1\r\n\r\n");

        // When
        server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");

        // Then
        assertThat(exchanges.isBetween()).isTrue();
    }

    @Test
    void aBodyThatFollowsItsPermissionBelongsToItsRequest() {
        // Given
        client(POST);
        server("HTTP/1.1 100 Continue\r\n\r\n");

        // When
        client("BODY");

        // Then
        assertThat(exchanges.isBetween()).isFalse();
        server(OK);
        assertThat(exchanges.isBetween()).isTrue();
    }

    @Test
    void aClientThatDoesNotWaitForItsTurnMakesTheConnectionOpaque() {
        // Given
        client(GET);
        server("HTTP/1.1 200 OK\r\n");

        // When
        client(GET);

        // Then
        assertThat(exchanges.isOpaque()).isTrue();
    }

    @Test
    void aBodyThatGoesOnAfterItsAnswerMakesTheConnectionOpaque() {
        // Given
        client(POST);
        server(OK);

        // When
        client("body");

        // Then
        assertThat(exchanges.isOpaque()).isTrue();
    }

    @Test
    void otherProtocolsAreOpaqueFromTheirFirstByte() {
        // Given
        var others = List.of("\u0016\u0003\u0001", "SSH-2.0-x\r\n", "\0\0\0\u0012");

        // When
        var seen = others.stream().map(HttpExchangesTest::begins).toList();

        // Then
        assertThat(seen).containsOnly(false);
        assertThat(begins(GET)).isTrue();
        assertThat(begins("get / HTTP/1.1")).isFalse();
        assertThat(begins(" / HTTP/1.1")).isFalse();
    }

    private static boolean begins(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return HttpExchanges.beginsRequest(bytes, bytes.length);
    }

    private void client(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchanges.clientSpoke(bytes, bytes.length);
    }

    private void server(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchanges.serverSpoke(bytes, bytes.length);
    }
}
