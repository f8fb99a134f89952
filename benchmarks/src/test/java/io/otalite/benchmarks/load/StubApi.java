package io.otalite.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Answers like the API, with a new version each time; every fifth request is refused. */
final class StubApi implements AutoCloseable {
    private static final int REFUSED_OF = 5;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final CountDownLatch open = new CountDownLatch(1);
    private final Duration silence;

    /** @param silence so long after the arrival of the first request nothing is answered */
    StubApi(Duration silence) throws IOException {
        this.silence = silence;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (arrived.getAndIncrement() == 0) {
                CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(open::countDown);
            }
            open.await();
            exchange.getRequestBody().readAllBytes();
            var number = requests.incrementAndGet();
            var body = "{\"version\":%d}".formatted(number).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(number % REFUSED_OF == 0 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
