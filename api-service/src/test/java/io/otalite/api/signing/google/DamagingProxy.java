package io.otalite.api.signing.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** Stands before Cloud KMS and changes answers on their way. */
final class DamagingProxy implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final URI origin;
    private final UnaryOperator<String> damage;
    private final AtomicInteger damages;

    /** @param times how many answers of Cloud KMS are changed; those about tokens are not */
    DamagingProxy(URI origin, int times, UnaryOperator<String> damage) throws IOException {
        this.origin = origin;
        this.damage = damage;
        this.damages = new AtomicInteger(times);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::forward);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(origin.resolve(exchange.getRequestURI()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body(exchange)));
            for (var header : new String[] {"Authorization", "Content-Type"}) {
                var value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    request.header(header, value);
                }
            }
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var token = exchange.getRequestURI().getPath().equals("/token");
            var text = !token && damages.getAndDecrement() > 0 ? damage.apply(answer.body()) : answer.body();
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        var packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (var in = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
