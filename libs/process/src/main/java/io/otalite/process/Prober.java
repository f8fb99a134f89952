package io.otalite.process;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the questions of probes. Thread-safe. */
final class Prober implements AutoCloseable {
    private static final int FIRST_GOOD = 200;
    private static final int FIRST_BAD = 400;

    private final ProcessMark mark;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(AnyCertificate.context())
            .build();

    /** @param mark is carried by the commands that probes run, so that they are found as the probed process is */
    Prober(ProcessMark mark) {
        this.mark = mark;
    }

    /** Asks once, for the process that was started so. */
    ProbeResult ask(Probe probe, ProcessSpec spec) throws InterruptedException {
        try {
            return switch (probe.action()) {
                case ProbeAction.HttpGet(var uri) -> get(uri, probe.timeout());
                case ProbeAction.TcpConnect(var host, var port) -> connect(host, port, probe.timeout());
                case ProbeAction.Exec(var command) -> run(command, spec, probe.timeout());
            };
        } catch (IOException e) {
            return new ProbeResult.Failed(describe(probe.action()) + ": " + reason(e));
        }
    }

    private ProbeResult get(URI uri, Duration timeout) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
        // Of the body nothing is read: it may never end, and the timeout of a request is over once its head has come.
        var response = http.send(request, BodyHandlers.ofInputStream());
        response.body().close();
        var status = response.statusCode();
        return status >= FIRST_GOOD && status < FIRST_BAD
                ? new ProbeResult.Passed()
                : new ProbeResult.Failed("GET " + uri + ": HTTP status " + status);
    }

    private static ProbeResult connect(String host, int port, Duration timeout) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            return new ProbeResult.Passed();
        }
    }

    private ProbeResult run(List<String> command, ProcessSpec spec, Duration timeout)
            throws IOException, InterruptedException {
        var builder = Children.prepare(command, spec.launch())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(mark.variable(spec.name()));
        var process = builder.start();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new ProbeResult.Failed(command.getFirst() + " took longer than " + timeout.toMillis() + " ms");
        }
        return process.exitValue() == 0
                ? new ProbeResult.Passed()
                : new ProbeResult.Failed(command.getFirst() + " ended with " + process.exitValue());
    }

    private static String describe(ProbeAction action) {
        return switch (action) {
            case ProbeAction.HttpGet(var uri) -> "GET " + uri;
            case ProbeAction.TcpConnect(var host, var port) -> "connection to " + host + ":" + port;
            case ProbeAction.Exec(var command) -> command.getFirst();
        };
    }

    private static String reason(IOException e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
