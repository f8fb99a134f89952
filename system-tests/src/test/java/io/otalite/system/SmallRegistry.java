package io.otalite.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry with one image, {@code app:1}, which can be deleted, and that counts how often it is asked for it. */
final class SmallRegistry implements AutoCloseable {
    private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"%s\"}";
    private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String UNKNOWN =
            "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\",\"detail\":{\"Tag\":\"1\"}}]}";

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean deleted;

    private SmallRegistry(HttpServer server) {
        this.server = server;
        server.createContext("/v2/", exchange -> answer(exchange, 200, "application/json", "{}"));
        server.createContext("/v2/app/manifests/1", this::manifest);
        server.start();
    }

    static SmallRegistry start() throws IOException {
        return new SmallRegistry(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String image() {
        return "127.0.0.1:%d/app:1".formatted(server.getAddress().getPort());
    }

    int asked() {
        return asked.get();
    }

    void delete() {
        deleted = true;
    }

    void push() {
        deleted = false;
    }

    private void manifest(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (deleted) {
            answer(exchange, 404, "application/json", UNKNOWN);
        } else {
            exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
            answer(exchange, 200, TYPE, MANIFEST.formatted(TYPE));
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
