package io.otalite.rotation.observation.kubernetes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A part of an API server that answers with an error, until it is mended. */
final class Fault implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean mended;

    Fault(int status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    /** The way of requests, of which those for paths with this end come here. */
    UnaryOperator<URI> of(String end) {
        return uri -> mended || !uri.getPath().endsWith(end)
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
