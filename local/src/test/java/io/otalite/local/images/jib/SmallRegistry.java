package io.otalite.local.images.jib;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of a registry as a push needs (OCI distribution specification 1.1, "Push"), and the digests of what was uploaded. */
final class SmallRegistry implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final List<String> uploaded = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();

    private final PlainDoor door;

    private SmallRegistry(HttpServer server) throws IOException {
        this.server = server;
        this.door = new PlainDoor(server.getAddress());
        server.createContext("/v2/", this::answer);
        server.start();
    }

    static SmallRegistry start() throws IOException {
        return new SmallRegistry(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String repository() {
        return "127.0.0.1:%d/team".formatted(door.port());
    }

    /** The digests of all blobs that were sent, in hexadecimal digits; forgets them. */
    List<String> takeUploads() {
        var taken = List.copyOf(uploaded);
        uploaded.clear();
        return taken;
    }

    boolean has(String manifest) {
        return manifests.containsKey(manifest);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var last = path.substring(path.lastIndexOf('/') + 1);
            var body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> tellOf(exchange, blobs.get(last));
                case "POST" -> located(exchange, "upload-" + begun.incrementAndGet());
                case "PATCH" -> {
                    uploads.put(last, body);
                    located(exchange, last);
                }
                case "PUT" -> put(exchange, last, body);
                default -> exchange.sendResponseHeaders(path.equals("/v2/") ? 200 : 404, -1);
            }
        }
    }

    private static void tellOf(HttpExchange exchange, byte[] blob) throws IOException {
        if (blob != null) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(blob.length));
        }
        exchange.sendResponseHeaders(blob == null ? 404 : 200, -1);
    }

    private void put(HttpExchange exchange, String last, byte[] body) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.contains("/manifests/")) {
            manifests.put(path.replaceAll("^/v2/|/manifests", ""), body);
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(body));
        } else {
            var blob = uploads.getOrDefault(last, body);
            blobs.put(digest(blob), blob);
            uploaded.add(digest(blob).substring("sha256:".length()));
        }
        exchange.sendResponseHeaders(201, -1);
    }

    private static void located(HttpExchange exchange, String upload) throws IOException {
        var repository = exchange.getRequestURI().getPath().replaceAll("/blobs/.*", "");
        exchange.getResponseHeaders().set("Location", repository + "/blobs/uploads/" + upload);
        exchange.sendResponseHeaders(202, -1);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        server.stop(0);
    }
}
