package io.otalite.rotation.images.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.otalite.tuf.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A small image registry on the loopback interface: manifests by tag and digest, the three ways to log in, and the ways in
 * which a registry fails. A test may change everything while it runs.
 */
public final class TestRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** How the registry wants to be told who asks. */
    public enum Login {
        NONE,
        BASIC,
        /** With a token for everybody who has the password. */
        BEARER,
        /** With a token for everybody; who presents a password must have the right one. */
        PUBLIC_BEARER
    }

    /** What the registry does instead of its work. */
    public enum Trouble {
        NONE,
        SERVER_ERROR,
        TOO_MANY_REQUESTS,
        /** Answers nothing, until it is closed. */
        HANG,
        /** Sends headers, and then a byte now and then. */
        DRIP,
        /** Answers every request with a larger body than anybody wants. */
        FLOOD,
        /** Answers 404 as a web server does that knows nothing of images. */
        NO_REGISTRY,
        /** Answers everything with a page for people, as a proxy does that wants a login. */
        PORTAL,
        REDIRECT
    }

    /** A request as it came in. */
    public record Received(String method, String path, Optional<String> authorization) {}

    private record Manifest(String mediaType, byte[] content) {
        String digest() {
            return "sha256:" + Sha256.of(content);
        }
    }

    private final HttpServer server;
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Login login = Login.NONE;
    private volatile String password = "";
    private volatile Trouble trouble = Trouble.NONE;
    private volatile Trouble tokenTrouble = Trouble.NONE;
    private volatile String redirect = "";
    private volatile Optional<String> realm = Optional.empty();
    private volatile boolean digestHeader = true;
    private volatile boolean head = true;

    private TestRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts an empty registry that lets everybody in. */
    public static TestRegistry start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            var registry = new TestRegistry(server);
            server.createContext("/v2/", exchange -> registry.answer(exchange, registry::manifest));
            server.createContext("/token", exchange -> registry.answer(exchange, registry::token));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return registry;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Host and port, as an image names them. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Stores an image of one platform; returns its digest. */
    public String push(String repository, String tag) {
        return store(repository, tag, MANIFEST, "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[]}");
    }

    /** Stores an image of several platforms; returns the digest of its index. */
    public String pushIndex(String repository, String tag) {
        return store(repository, tag, INDEX, "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}");
    }

    private String store(String repository, String tag, String mediaType, String form) {
        var content = form.formatted(mediaType) + " ".repeat(tag.length()) + repository;
        var manifest = new Manifest(mediaType, content.getBytes(StandardCharsets.UTF_8));
        manifests.put(key(repository, tag), manifest);
        manifests.put(key(repository, manifest.digest()), manifest);
        return manifest.digest();
    }

    /** Deletes what a tag or digest stands for, and all its names. */
    public void delete(String repository, String reference) {
        var digest = manifests.get(key(repository, reference)).digest();
        manifests.values().removeIf(manifest -> manifest.digest().equals(digest));
    }

    /** Asks for this login from now on; the user is {@code robot}. */
    public void requireLogin(Login login, String password) {
        this.login = login;
        this.password = password;
    }

    public void trouble(Trouble trouble) {
        this.trouble = trouble;
    }

    public void tokenTrouble(Trouble trouble) {
        this.tokenTrouble = trouble;
    }

    /** Redirects whoever may see a manifest to this address, and the path with it. */
    public void redirectTo(String address) {
        redirect = address;
        trouble = Trouble.REDIRECT;
    }

    /** Names another token endpoint than the registry's own. */
    public void realm(String address) {
        realm = Optional.of(address);
    }

    public void withoutDigestHeader() {
        digestHeader = false;
    }

    public void withoutHead() {
        head = false;
    }

    /** All requests so far, the first one first. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** A pull secret for this registry. */
    public byte[] pullSecret(String password) {
        return """
                {"auths": {"%s": {"auth": "%s"}}}""".formatted(authority(), base64("robot:" + password)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private interface Work {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void answer(HttpExchange exchange, Work work) throws IOException {
        var path = exchange.getRequestURI().getPath();
        received.add(new Received(exchange.getRequestMethod(), path, authorization(exchange)));
        try (exchange) {
            switch (path.equals("/token") ? tokenTrouble : trouble) {
                case NONE -> work.answer(exchange);
                case SERVER_ERROR -> send(exchange, 500, "text/plain", "out of order");
                case TOO_MANY_REQUESTS -> send(exchange, 429, "text/plain", "come back later");
                case HANG -> awaitClose(Long.MAX_VALUE);
                case DRIP -> drip(exchange);
                case FLOOD -> flood(exchange);
                case NO_REGISTRY -> send(exchange, 404, "text/html", "<h1>Not found</h1>");
                case PORTAL -> send(exchange, 200, "text/html", "<h1>Please log in</h1>");
                case REDIRECT -> redirect(exchange);
            }
        }
    }

    private void manifest(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
        if (!admitted(exchange)) {
            askForLogin(exchange);
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD") && !head) {
            send(exchange, 405, "application/json", error("UNSUPPORTED"));
            return;
        }
        var parts =
                exchange.getRequestURI().getPath().substring("/v2/".length()).split("/manifests/", 2);
        var manifest = manifests.get(key(parts[0], parts[1]));
        if (manifest == null) {
            send(exchange, 404, "application/json", error("MANIFEST_UNKNOWN"));
            return;
        }
        if (digestHeader) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", manifest.digest());
        }
        send(exchange, 200, manifest.mediaType(), new String(manifest.content(), StandardCharsets.UTF_8));
    }

    private void redirect(HttpExchange exchange) throws IOException {
        if (!admitted(exchange)) {
            askForLogin(exchange);
            return;
        }
        exchange.getResponseHeaders()
                .set("Location", redirect + exchange.getRequestURI().getPath());
        send(exchange, 307, "text/plain", "");
    }

    private void askForLogin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge());
        send(exchange, 401, "application/json", error("UNAUTHORIZED"));
    }

    private boolean admitted(HttpExchange exchange) {
        return switch (login) {
            case NONE -> true;
            case BASIC -> authorization(exchange).equals(Optional.of(basic()));
            case BEARER, PUBLIC_BEARER -> authorization(exchange).equals(Optional.of("Bearer the-token"));
        };
    }

    private String challenge() {
        return login == Login.BASIC
                ? "Basic realm=\"registry\""
                : "Bearer realm=\"%s\",service=\"the registry\",scope=\"repository:any:pull\""
                        .formatted(realm.orElse("http://" + authority() + "/token"));
    }

    private void token(HttpExchange exchange) throws IOException {
        var presented = authorization(exchange);
        var query = exchange.getRequestURI().getQuery();
        var known = presented.equals(Optional.of(basic())) || (login == Login.PUBLIC_BEARER && presented.isEmpty());
        if (!known || !query.contains("service=the") || !query.contains("scope=repository:any:pull")) {
            send(exchange, 401, "application/json", error("UNAUTHORIZED"));
            return;
        }
        send(exchange, 200, "application/json", "{\"access_token\":\"the-token\",\"expires_in\":60}");
    }

    private void flood(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        var block = new byte[1024 * 1024];
        for (var i = 0; i < 64; i++) {
            exchange.getResponseBody().write(block);
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        while (!awaitClose(50)) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        }
    }

    private boolean awaitClose(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void send(HttpExchange exchange, int status, String mediaType, String body) throws IOException {
        var content = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", mediaType);
        if (exchange.getRequestMethod().equals("HEAD") || content.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    private String basic() {
        return "Basic " + base64("robot:" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(String code) {
        return "{\"errors\":[{\"code\":\"%s\",\"message\":\"see the code\"}]}".formatted(code);
    }

    private static Optional<String> authorization(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static String key(String repository, String reference) {
        return repository + "/manifests/" + reference;
    }
}
