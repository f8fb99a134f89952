package io.otalite.system.judge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Serves files by the path below {@code /}, as it stands in the request: nothing is decoded, nothing is cached. */
final class FileServer implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final Function<String, Optional<byte[]>> files;
    private final HttpServer server;

    FileServer(Function<String, Optional<byte[]>> files) {
        this.files = files;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free", e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The files of this folder. */
    static FileServer of(Path folder) {
        return new FileServer(name -> read(folder.resolve(name)));
    }

    static Optional<byte[]> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI folder(String name) {
        return URI.create(
                "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), name));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var content = files.apply(exchange.getRequestURI().getRawPath().substring(1));
            if (content.isEmpty()) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else {
                exchange.sendResponseHeaders(OK, content.get().length == 0 ? -1 : content.get().length);
                exchange.getResponseBody().write(content.get());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
