package io.otalite.emulator.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One pod after the other is replaced, while clients that keep their connections send what must not be sent twice. */
@Timeout(60)
class RollingUpdateTest {
    private static final int ROLLS = 6;
    private static final int CLIENTS = 12;
    private static final int LONGEST_PAUSE_MILLIS = 900;
    /** Between the begin of a deletion and the signal, as {@code preStop.sleep} makes it. */
    private static final Duration PRE_STOP = Duration.ofSeconds(1);

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> servedBy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void aRollingUpdateLosesNoRequest() throws Exception {
        // Given
        try (var network = new TestNetwork().withService().start();
                var scheduler = Executors.newScheduledThreadPool(2)) {
            var pod = startPod(network, 0);
            for (var client = 0; client < CLIENTS; client++) {
                new Client(network.localPort, client, scheduler).send();
            }
            await().untilAsserted(() -> assertThat(answers).hasValueGreaterThan(CLIENTS));

            // When
            for (var roll = 1; roll <= ROLLS; roll++) {
                var next = startPod(network, roll);
                network.delete("web-" + (roll - 1));
                await().pollDelay(PRE_STOP).until(() -> true);
                pod.stop(1);
                network.remove("web-" + (roll - 1));
                pod = next;
            }

            // Then
            over.set(true);
            assertThat(failures).isEmpty();
            assertThat(servedBy).hasSize(ROLLS + 1);
            pod.stop(0);
            scheduler.shutdownNow();
        }
    }

    private HttpServer startPod(TestNetwork network, int number) throws IOException {
        var address = "127.1.1." + (number + 1);
        var server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, address));
        server.start();
        network.pod("web-" + number, address, server.getAddress().getPort());
        return server;
    }

    private void answer(HttpExchange exchange, String name) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            servedBy.add(name);
            exchange.sendResponseHeaders(200, exchange.getRequestURI().getPath().equals("/chunked") ? 0 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Sends one request after the other over one connection, with pauses of any length. */
    private final class Client {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final Random random;
        private final URI uri;
        private final ScheduledExecutorService scheduler;
        private int count;

        Client(int port, int number, ScheduledExecutorService scheduler) {
            this.random = new Random(number);
            this.uri = URI.create("http://127.0.0.1:%d/%s".formatted(port, number % 2 == 0 ? "chunked" : "sized"));
            this.scheduler = scheduler;
        }

        void send() {
            var text = "request " + count++;
            var request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(10))
                    .POST(HttpRequest.BodyPublishers.ofString(text))
                    .build();
            var _ = http.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
                if (over.get()) {
                    return;
                }
                if (failure != null) {
                    failures.add(failure.toString());
                } else if (response.statusCode() != 200 || !response.body().equals(text)) {
                    failures.add(response + " " + response.body());
                }
                answers.incrementAndGet();
                var pause = random.nextBoolean() ? random.nextInt(LONGEST_PAUSE_MILLIS) : 0;
                var _ = scheduler.schedule(this::send, pause, TimeUnit.MILLISECONDS);
            });
        }
    }
}
