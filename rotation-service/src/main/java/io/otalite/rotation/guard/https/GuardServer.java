package io.otalite.rotation.guard.https;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.otalite.rotation.guard.AdmissionRequest;
import io.otalite.rotation.guard.Guard;
import io.otalite.rotation.guard.GuardStatus;
import io.otalite.rotation.guard.https.CertificateFiles.Unusable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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
    private static final int MOST_REVIEWS = 16;
    private static final int MOST_CONNECTIONS = 256;

    /** Seconds to send a request, with the handshake; the API server waits for two in all. */
    private static final int LONGEST_REQUEST = 5;

    private final Guard guard;
    private final InetSocketAddress address;
    private final CertificateFiles files;
    private final Optional<Path> clientAuthorities;
    private final Duration look;
    private final Semaphore reviews = new Semaphore(MOST_REVIEWS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile GuardStatus status = new GuardStatus(false, "not started");
    private @Nullable HttpsServer server;
    private @Nullable CurrentKey key;

    /**
     * Prepares a server; {@link #start()} lets it work.
     *
     * @param clientAuthorities who vouches for clients, PEM; without it everybody is answered
     * @param look how often the files are looked at
     */
    public GuardServer(
            Guard guard,
            InetSocketAddress address,
            CertificateFiles files,
            Optional<Path> clientAuthorities,
            Duration look) {
        this.guard = guard;
        this.address = address;
        this.files = files;
        this.clientAuthorities = clientAuthorities;
        this.look = look;
    }

    /** Starts, once; the files do not have to be there yet. */
    public void start() {
        // Without it each answer waits for the client's delayed acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // These bound what comes before the body.
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(LONGEST_REQUEST));
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
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
            files.forget();
            say(new GuardStatus(server != null, e.why()));
        } catch (IOException e) {
            files.forget();
            say(new GuardStatus(false, "cannot listen on %s: %s".formatted(address, e.getMessage())));
        }
    }

    private HttpsServer open(CurrentKey current) throws IOException, Unusable {
        var context = context(current, clientAuthorities);
        var opened = HttpsServer.create(address, 0);
        opened.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(clientAuthorities.isPresent());
                parameters.setSSLParameters(tls);
            }
        });
        opened.setExecutor(threads);
        opened.createContext("/admission", this::handle);
        opened.start();
        return opened;
    }

    private static SSLContext context(CurrentKey current, Optional<Path> clientAuthorities) throws Unusable {
        var trust = clientAuthorities.isPresent() ? ClientAuthority.read(clientAuthorities.get()) : null;
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {current}, trust, null);
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
            if (!reviews.tryAcquire()) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            try {
                review(exchange);
            } finally {
                reviews.release();
            }
        }
    }

    private void review(HttpExchange exchange) throws IOException {
        var body = body(exchange);
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

    /** Whoever does not send it in time is cut off: an interrupted read closes its connection. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        var reader = Thread.currentThread();
        var alarm = CompletableFuture.runAsync(
                reader::interrupt, CompletableFuture.delayedExecutor(LONGEST_REQUEST, TimeUnit.SECONDS));
        try {
            return exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        } finally {
            alarm.cancel(false);
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
