package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ProbeAction.HttpGet;
import io.otalite.emulator.cluster.kubelet.ProbeAction.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The probes that ask over the network. As the kubelet's: a status from 200 to 399 passes, and of a server that speaks TLS
 * any certificate is taken, because the question is how it is, not who it is. Thread-safe.
 */
final class NetworkProbes implements AutoCloseable {
    private static final int FIRST_GOOD = 200;
    private static final int FIRST_BAD = 400;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trustingAnybody())
            .build();

    /** @return why it failed; empty when it passed */
    Optional<String> ask(HttpGet get, String podAddress, Duration timeout) throws InterruptedException {
        var host = get.host().isEmpty() ? podAddress : get.host();
        var scheme = get.scheme().isEmpty() ? "http" : get.scheme().toLowerCase(Locale.ROOT);
        var path = get.path().startsWith("/") ? get.path() : "/" + get.path();
        try {
            var uri = URI.create("%s://%s:%d%s".formatted(scheme, host, get.port(), path));
            var request = HttpRequest.newBuilder(uri).timeout(timeout).header("User-Agent", "kube-probe");
            get.headers().forEach(request::setHeader);
            var status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
            return status >= FIRST_GOOD && status < FIRST_BAD
                    ? Optional.empty()
                    : Optional.of("HTTP probe failed with statuscode: " + status);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("Get \"%s://%s:%d%s\": %s".formatted(scheme, host, get.port(), path, reason(e)));
        }
    }

    /** @return why it failed; empty when it passed */
    Optional<String> ask(TcpSocket tcp, String podAddress, Duration timeout) {
        var host = tcp.host().isEmpty() ? podAddress : tcp.host();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, tcp.port()), Math.toIntExact(timeout.toMillis()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("dial tcp %s:%d: %s".formatted(host, tcp.port(), reason(e)));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String reason(Exception e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static SSLContext trustingAnybody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }

    /** Looks at no certificate and at no name in it. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
