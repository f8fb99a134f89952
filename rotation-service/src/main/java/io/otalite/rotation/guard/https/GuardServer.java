package io.otalite.rotation.guard.https;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.otalite.rotation.guard.AdmissionRequest;
import io.otalite.rotation.guard.Guard;
import io.otalite.rotation.guard.GuardStatus;
import io.otalite.rotation.guard.https.CertificateFiles.Unusable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code POST /admission} on a port of its own, with the certificate that stands in files: it begins when they come and follows
 * them when they change. The API server does not identify itself to webhooks; what is answered here tells nobody more than an attempt
 * at the change would.
 */
public final class GuardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardServer.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_BODY = 8 * 1024 * 1024;

    private final Guard guard;
    private final InetSocketAddress address;
    private final CertificateFiles files;
    private final Duration look;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile GuardStatus status = new GuardStatus(false, "not started");
    private @Nullable HttpsServer server;
    private @Nullable CurrentKey key;

    /**
     * Prepares a server; {@link #start()} lets it work.
     *
     * @param look how often the files are looked at
     */
    public GuardServer(Guard guard, InetSocketAddress address, CertificateFiles files, Duration look) {
        this.guard = guard;
        this.address = address;
        this.files = files;
        this.look = look;
    }

    /** Starts, once; the files do not have to be there yet. */
    public void start() {
        // Without it each answer waits for the client's delayed acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        follow();
        Thread.ofVirtual().name("guard-certificate").start(this::watch);
    }

    /** Whether it serves. */
    public GuardStatus status() {
        return status;
    }

    /** Where it listens; empty while it does not. */
    public synchronized Optional<InetSocketAddress> listening() {
        return Optional.ofNullable(server).map(HttpsServer::getAddress);
    }

    private void watch() {
        try {
            while (!closing.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    follow();
                    guard.forgetOld();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("The guard cannot follow its certificate; it is tried again");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void follow() {
        if (closing.getCount() == 0) {
            return;
        }
        try {
            var changed = files.changed();
            if (changed.isPresent()) {
                if (server == null || key == null) {
                    key = new CurrentKey(changed.get());
                    server = open(key);
                } else {
                    key.replace(changed.get());
                }
                say(new GuardStatus(true, "listens on " + server.getAddress()));
                LOG.atInfo().log("The guard has a new certificate");
            }
        } catch (Unusable e) {
            say(new GuardStatus(server != null, e.why()));
        } catch (IOException e) {
            files.forget();
            say(new GuardStatus(false, "cannot listen on %s: %s".formatted(address, e.getMessage())));
        }
    }

    private HttpsServer open(CurrentKey current) throws IOException {
        var opened = HttpsServer.create(address, 0);
        opened.setHttpsConfigurator(new HttpsConfigurator(context(current)));
        opened.setExecutor(threads);
        opened.createContext("/admission", this::handle);
        opened.start();
        return opened;
    }

    private static SSLContext context(CurrentKey current) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {current}, null, null);
            return context;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private void say(GuardStatus now) {
        if (!now.equals(status)) {
            status = now;
            LOG.atInfo()
                    .addKeyValue("on", now.on())
                    .addKeyValue("detail", now.detail())
                    .log("State of the guard");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                send(exchange, 413, "a review has at most %d bytes".formatted(LARGEST_BODY));
                return;
            }
            var request = AdmissionRequest.read(tree(body));
            if (request.isEmpty()) {
                send(exchange, 400, "not an AdmissionReview of admission.k8s.io/v1");
                return;
            }
            var answer = request.get().answer(guard.review(request.get()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 200, answer.toString());
        }
    }

    private static JsonNode tree(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }
        threads.shutdownNow();
        status = new GuardStatus(false, "stopped");
    }
}
