package io.otalite.rotation.observation.kubernetes;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A part of an API server that answers with an error, until it is mended. */
final class Fault implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean mended;

    /** @param status nothing but that is answered */
    Fault(int status) throws IOException {
        this(exchange -> {
            exchange.sendResponseHeaders(status, 0);
            exchange.close();
        });
    }

    private Fault(HttpHandler answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            answer.handle(exchange);
        });
        server.start();
    }

    /** Begins an answer that never ends. */
    static Fault withoutEnd() throws IOException {
        return new Fault(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"metadata\": {}, \"items\": [".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
    }

    /** The way of requests, of which those for paths with this end come here. */
    UnaryOperator<URI> of(String end) {
        return of(uri -> uri.getPath().endsWith(end));
    }

    UnaryOperator<URI> of(Predicate<URI> concerned) {
        return uri -> mended || !concerned.test(uri)
                ? uri
                : URI.create("http://127.0.0.1:" + server.getAddress().getPort() + uri.getRawPath());
    }

    int asked() {
        return asked.get();
    }

    void mend() {
        mended = true;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
