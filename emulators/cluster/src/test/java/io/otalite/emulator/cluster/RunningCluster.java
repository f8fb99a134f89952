package io.otalite.emulator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An emulator on a free port, and clients of it that trust its certificate. */
public final class RunningCluster implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path state;
    private final ClusterEmulator emulator;
    private final HttpClient http;

    /** An answer with its body as JSON. */
    public record Reply(int status, JsonNode body, HttpResponse<?> response) {
        public String message() {
            return body.path("message").asText();
        }

        public String reason() {
            return body.path("reason").asText();
        }
    }

    private RunningCluster(Path state, ClusterEmulator emulator) {
        this.state = state;
        this.emulator = emulator;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(emulator.caPem()))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    public static RunningCluster start(Path state) {
        return start(state, Clock.systemUTC());
    }

    public static RunningCluster start(Path state, Clock clock) {
        try {
            return new RunningCluster(state, ClusterEmulator.start(ClusterSettings.in(state, 0), clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ClusterEmulator emulator() {
        return emulator;
    }

    public Path kubeconfig() {
        return state.resolve("kubeconfig");
    }

    public String adminToken() {
        return read(state.resolve("admin-token")).strip();
    }

    /** The client that the services use, configured as they are. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(read(kubeconfig())))
                .build();
    }

    public Reply get(String path) {
        return call("GET", path, "", "", _ -> {});
    }

    public Reply post(String path, String json) {
        return call("POST", path, "application/json", json, _ -> {});
    }

    public Reply put(String path, String json) {
        return call("PUT", path, "application/json", json, _ -> {});
    }

    public Reply patch(String path, String contentType, String body) {
        return call("PATCH", path, contentType, body, _ -> {});
    }

    public Reply delete(String path, String json) {
        return call("DELETE", path, json.isEmpty() ? "" : "application/json", json, _ -> {});
    }

    /** As whoever the token belongs to. */
    public Reply as(String token, String method, String path, String json) {
        return call(
                method,
                path,
                json.isEmpty() ? "" : "application/json",
                json,
                request -> request.setHeader("Authorization", "Bearer " + token));
    }

    public Reply call(String method, String path, String contentType, String body, Consumer<HttpRequest.Builder> more) {
        return call(method, path, contentType, body.getBytes(StandardCharsets.UTF_8), more);
    }

    public Reply call(String method, String path, String contentType, byte[] body, Consumer<HttpRequest.Builder> more) {
        var request = request(path).method(method, BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        more.accept(request);
        var response = send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), json(response.body()), response);
    }

    /** The lines of a stream, as they come. */
    public HttpResponse<InputStream> stream(String path, Consumer<HttpRequest.Builder> more) {
        var request = request(path);
        more.accept(request);
        return send(request.build(), BodyHandlers.ofInputStream());
    }

    /** A request without credentials. */
    public Reply anonymously(String path) {
        var request = HttpRequest.newBuilder(URI.create(emulator.uri() + path));
        var response = send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), json(response.body()), response);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(emulator.uri() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + adminToken());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length > 0 && body[0] == '{' ? JSON.readTree(body) : JSON.missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trusting(String pem) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        emulator.close();
    }
}
