package io.otalite.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/** Where services send their spans: remembers what comes in by OTLP over HTTP, as JSON. */
final class Collector implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** @param service whose span it is */
    record Span(String service, JsonNode json) {
        String name() {
            return json.path("name").asText();
        }

        String traceId() {
            return json.path("traceId").asText();
        }

        String id() {
            return json.path("spanId").asText();
        }

        String parent() {
            return json.path("parentSpanId").asText();
        }

        Optional<String> attribute(String name) {
            return Collector.attribute(json, name);
        }
    }

    Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free", e);
        }
        server.createContext("/v1/traces", this::receive);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every span that has come in so far. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    private void receive(HttpExchange exchange) throws IOException {
        for (var resource : JSON.readTree(exchange.getRequestBody()).path("resourceSpans")) {
            var service = attribute(resource.path("resource"), "service.name").orElseThrow();
            resource.findValues("spans").forEach(list -> list.forEach(span -> spans.add(new Span(service, span))));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Optional<String> attribute(JsonNode owner, String name) {
        return StreamSupport.stream(owner.path("attributes").spliterator(), false)
                .filter(attribute -> attribute.path("key").asText().equals(name))
                .map(attribute -> attribute.path("value").path("stringValue").asText())
                .findFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
