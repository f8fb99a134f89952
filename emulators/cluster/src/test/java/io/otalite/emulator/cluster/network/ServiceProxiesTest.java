package io.otalite.emulator.cluster.network;

import static io.otalite.emulator.cluster.network.TestPeer.client;
import static io.otalite.emulator.cluster.network.TestPeer.hear;
import static io.otalite.emulator.cluster.network.TestPeer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.emulator.cluster.objects.Write;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceProxiesTest {
    private static final String REQUEST = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String HELLO = "\u0016\u0003\u0001 hello";

    private final TestNetwork network = new TestNetwork();
    private TestPeer one;
    private TestPeer two;

    @BeforeEach
    void open() throws IOException {
        one = new TestPeer("127.1.0.1");
        two = new TestPeer("127.1.0.2");
        network.withService().start();
    }

    @AfterEach
    void close() throws IOException {
        network.close();
        one.close();
        two.close();
    }

    private void ready(TestPeer peer) {
        var number = peer == one ? 1 : 2;
        network.pod("web-" + number, "127.1.0." + number, peer.port());
        await().untilAsserted(() -> assertThat(addresses()).contains(peer.port()));
    }

    private List<Integer> addresses() {
        var result = new ArrayList<Integer>();
        for (var count = 0; count < 2; count++) {
            network.proxies
                    .of("default", "web", TestNetwork.SERVICE_PORT)
                    .ifPresent(address -> result.add(address.getPort()));
        }
        return result;
    }

    private void retire(String pod) {
        network.delete(pod);
        await().untilAsserted(
                        () -> assertThat(addresses()).doesNotContain(pod.equals("web-1") ? one.port() : two.port()));
    }

    @Test
    void connectionsGoToTheReadyPodsInTurn() throws Exception {
        // Given
        ready(one);
        ready(two);

        // When
        for (var count = 0; count < 4; count++) {
            say(client(network.localPort), REQUEST);
        }

        // Then
        for (var peer : List.of(one, two, one, two)) {
            assertThat(hear(peer.next(), REQUEST.length())).isEqualTo(REQUEST);
        }
        assertThat(one.hasNone() && two.hasNone()).isTrue();
    }

    @Test
    void aServiceHasAnAddressOfItsOwnToo() throws Exception {
        // Given
        ready(one);
        var address = network.objects
                .get(TestNetwork.WEB)
                .orElseThrow()
                .at("/spec/clusterIP")
                .asText();

        // When
        var client = new Socket(address, TestNetwork.SERVICE_PORT);

        // Then
        assertThat(address).startsWith("127.2.");
        say(client, REQUEST);
        assertThat(hear(one.next(), REQUEST.length())).isEqualTo(REQUEST);
    }

    @Test
    void aPodThatTakesNoConnectionIsPassedOver() throws Exception {
        // Given
        ready(one);
        ready(two);
        one.close();
        await().untilAsserted(() ->
                assertThatThrownBy(() -> new Socket("127.1.0.1", one.port())).hasMessageContaining("refused"));

        // When
        say(client(network.localPort), REQUEST);
        say(client(network.localPort), REQUEST);

        // Then
        assertThat(hear(two.next(), REQUEST.length())).isEqualTo(REQUEST);
        assertThat(hear(two.next(), REQUEST.length())).isEqualTo(REQUEST);
    }

    @Test
    void withoutAReadyPodConnectionsAreRefused() throws Exception {
        // Given
        ready(one);
        network.ready("web-1", false);
        await().untilAsserted(() -> assertThat(addresses()).isEmpty());

        // When
        var client = client(network.localPort);

        // Then
        assertThatThrownBy(() -> hear(client, 1)).hasMessageContaining("reset");
    }

    @Test
    void theNextRequestOfAConnectionGoesToAnotherPodWhenItsPodIsGoing() throws Exception {
        // Given
        ready(one);
        var client = client(network.localPort);
        say(client, REQUEST);
        var first = one.next();
        hear(first, REQUEST.length());
        ready(two);
        retire("web-1");
        say(first, RESPONSE);
        assertThat(hear(client, RESPONSE.length())).isEqualTo(RESPONSE);

        // When
        say(client, REQUEST);

        // Then
        assertThat(hear(two.next(), REQUEST.length())).isEqualTo(REQUEST);
        assertThat(first.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aPodThatIsGoingLosesItsUnusedConnectionsAndTheClientsKeepTheirs() throws Exception {
        // Given
        ready(one);
        var used = client(network.localPort);
        say(used, REQUEST);
        var usedThere = one.next();
        hear(usedThere, REQUEST.length());
        say(usedThere, RESPONSE);
        hear(used, RESPONSE.length());
        var fresh = client(network.localPort);
        var freshThere = one.next();
        ready(two);

        // When
        retire("web-1");

        // Then
        assertThat(usedThere.getInputStream().read()).isEqualTo(-1);
        assertThat(freshThere.getInputStream().read()).isEqualTo(-1);
        say(used, REQUEST);
        assertThat(hear(two.next(), REQUEST.length())).isEqualTo(REQUEST);
        say(fresh, REQUEST);
        assertThat(hear(two.next(), REQUEST.length())).isEqualTo(REQUEST);
    }

    @Test
    void aRequestThatIsBeingAnsweredStaysWithItsPod() throws Exception {
        // Given
        ready(one);
        var client = client(network.localPort);
        say(client, REQUEST);
        var there = one.next();
        hear(there, REQUEST.length());
        say(there, RESPONSE.substring(0, 20));
        hear(client, 20);
        var unused = client(network.localPort);
        var unusedThere = one.next();
        ready(two);

        // When
        retire("web-1");

        // Then
        assertThat(unusedThere.getInputStream().read()).isEqualTo(-1);
        say(there, RESPONSE.substring(20));
        assertThat(hear(client, RESPONSE.length() - 20)).isEqualTo(RESPONSE.substring(20));
        unused.close();
    }

    @Test
    void whatBelongsToAnExchangeIsNotGivenToAnotherPod() throws Exception {
        // Given
        ready(one);
        var post = client(network.localPort);
        say(post, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n");
        var postThere = one.next();
        hear(postThere, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n".length());
        var opaque = client(network.localPort);
        say(opaque, HELLO);
        var opaqueThere = one.next();
        hear(opaqueThere, HELLO.length());
        ready(two);
        retire("web-1");

        // When
        say(post, "BODY");
        say(opaque, REQUEST);

        // Then
        assertThat(hear(postThere, "BODY".length())).isEqualTo("BODY");
        assertThat(hear(opaqueThere, REQUEST.length())).isEqualTo(REQUEST);
    }

    @Test
    void aConnectionThatNobodyCanSeeThroughIsClosedWhenItIsIdleAndItsPodIsGoing() throws Exception {
        // Given
        ready(one);
        var client = client(network.localPort);
        say(client, HELLO);
        var there = one.next();
        hear(there, HELLO.length());
        say(there, HELLO);
        hear(client, HELLO.length());
        ready(two);

        // When
        retire("web-1");

        // Then
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(there.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void theClientSeesAtOnceThatAReadyPodHasClosedTheConnection() throws Exception {
        // Given
        ready(one);
        ready(two);
        var client = client(network.localPort);
        say(client, REQUEST);
        var there = one.next();
        hear(there, REQUEST.length());
        say(there, RESPONSE);

        // When
        there.close();

        // Then
        assertThat(hear(client, RESPONSE.length())).isEqualTo(RESPONSE);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aClientThatHasSaidEverythingStillHearsTheAnswer() throws Exception {
        // Given
        ready(one);
        var client = client(network.localPort);
        say(client, REQUEST);
        client.shutdownOutput();
        var there = one.next();
        assertThat(new String(there.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(REQUEST);

        // When
        say(there, RESPONSE);
        there.close();

        // Then
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(RESPONSE);
    }

    @Test
    void aReaderWhoDoesNotReadHoldsNobodyElse() throws Exception {
        // Given
        ready(one);
        var lazy = client(network.localPort);
        say(lazy, REQUEST);
        var there = one.next();
        var flood = CompletableFuture.runAsync(() -> flood(there));

        // When
        var other = client(network.localPort);

        // Then
        say(other, REQUEST);
        var otherThere = one.next();
        assertThat(hear(otherThere, REQUEST.length())).isEqualTo(REQUEST);
        say(otherThere, RESPONSE);
        assertThat(hear(other, RESPONSE.length())).isEqualTo(RESPONSE);
        assertThat(flood).isNotDone();
        lazy.close();
        await().untilAsserted(() -> assertThat(flood).isDone());
    }

    private static void flood(Socket socket) {
        var megabyte = new byte[1024 * 1024];
        try {
            for (var count = 0; count < 100; count++) {
                socket.getOutputStream().write(megabyte);
            }
        } catch (IOException _) {
            // The reader is gone.
        }
    }

    @Test
    void aPortThatIsOccupiedIsNamedAndOpenedAsSoonAsItIsFree() throws Exception {
        // Given
        var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var port = occupied.getLocalPort();

        // When
        network.objects.update(TestNetwork.WEB, service -> {
            TestNetwork.annotate(service, "http=" + port);
            return service;
        });

        // Then
        await().untilAsserted(() -> assertThat(network.proxies.problems())
                .singleElement()
                .asString()
                .contains("Port " + port, "services/default/web", "Address already in use", ServicePort.LOCAL_PORT));
        occupied.close();
        await().untilAsserted(() -> assertThat(network.proxies.problems()).isEmpty());
        ready(one);
        say(client(port), REQUEST);
        assertThat(hear(one.next(), REQUEST.length())).isEqualTo(REQUEST);
        assertThatThrownBy(() -> client(network.localPort)).hasMessageContaining("refused");
    }

    @Test
    void anAnnotationThatNamesNoPortIsAProblemAndNotTheEnd() {
        // Given
        var service = network.service();
        TestNetwork.annotate(service, "grpc=9000");

        // When
        network.objects.remove(TestNetwork.WEB);
        network.objects.create(TestNetwork.WEB, service, Write.FOR_REAL);

        // Then
        await().untilAsserted(() -> assertThat(network.proxies.problems())
                .singleElement()
                .asString()
                .contains("names ports that the Service does not have: grpc"));
        network.objects.remove(TestNetwork.WEB);
        await().untilAsserted(() -> assertThat(network.proxies.problems()).isEmpty());
    }

    @Test
    void anAddressOfAnotherNetworkIsReplaced() {
        // Given
        var service = network.service();
        service.withObjectProperty("spec").put("clusterIP", "127.4.0.1");

        // When
        network.objects.remove(TestNetwork.WEB);
        network.objects.create(TestNetwork.WEB, service, Write.FOR_REAL);

        // Then
        await().untilAsserted(() -> assertThat(clusterAddress()).startsWith("127.2."));
        await().untilAsserted(() -> assertThat(network.proxies.problems()).isEmpty());
    }

    private String clusterAddress() {
        return network.objects
                .get(TestNetwork.WEB)
                .orElseThrow()
                .path("spec")
                .path("clusterIP")
                .asText();
    }

    @Test
    void whatAClientSaysAfterThePodHasEndedTheConnectionReachesNoOtherPod() throws Exception {
        // Given
        ready(one);
        ready(two);
        var client = client(network.localPort);
        say(client, REQUEST);
        var there = one.next();
        hear(there, REQUEST.length());
        say(there, RESPONSE);
        there.close();
        hear(client, RESPONSE.length());
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        // When
        say(client, REQUEST);

        // Then
        await("closed by the proxy")
                .untilAsserted(
                        () -> assertThatThrownBy(() -> say(client, REQUEST)).isInstanceOf(IOException.class));
        assertThat(two.hasNone()).isTrue();
    }
}
