package io.otalite.emulator.cluster.kubelet.process;

import io.otalite.emulator.cluster.kubelet.ProbeAction.HttpGet;
import io.otalite.emulator.cluster.kubelet.ProbeAction.TcpSocket;
import io.otalite.process.AnyCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

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
            .sslContext(AnyCertificate.context())
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
            var status = status(request.build());
            return status >= FIRST_GOOD && status < FIRST_BAD
                    ? Optional.empty()
                    : Optional.of("HTTP probe failed with statuscode: " + status);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("Get \"%s://%s:%d%s\": %s".formatted(scheme, host, get.port(), path, reason(e)));
        }
    }

    /** Of the body nothing is read: it may never end, and the timeout of a request is over once its head has come. */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
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
}
