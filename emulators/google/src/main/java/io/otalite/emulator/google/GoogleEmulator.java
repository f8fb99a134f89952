package io.otalite.emulator.google;

import com.sun.net.httpserver.HttpServer;
import io.otalite.emulator.google.access.AdminDoor;
import io.otalite.emulator.google.disk.DataDirectory;
import io.otalite.emulator.google.faults.FaultApi;
import io.otalite.emulator.google.faults.Faults;
import io.otalite.emulator.google.http.Handler;
import io.otalite.emulator.google.http.HttpEdge;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import io.otalite.emulator.google.iam.IamApi;
import io.otalite.emulator.google.iam.KeyFile;
import io.otalite.emulator.google.iam.KeyMaker;
import io.otalite.emulator.google.iam.ServiceAccounts;
import io.otalite.emulator.google.kms.CryptoKeys;
import io.otalite.emulator.google.kms.KmsApi;
import io.otalite.emulator.google.lag.CurrentLags;
import io.otalite.emulator.google.monitoring.TimeSeriesApi;
import io.otalite.emulator.google.monitoring.UsageHistory;
import io.otalite.emulator.google.oauth.AccessTokens;
import io.otalite.emulator.google.oauth.AssertionVerifier;
import io.otalite.emulator.google.oauth.BearerAuthenticator;
import io.otalite.emulator.google.oauth.KeyUsage;
import io.otalite.emulator.google.oauth.OwnAddress;
import io.otalite.emulator.google.oauth.TokenEndpoint;
import io.otalite.emulator.google.storage.Buckets;
import io.otalite.emulator.google.storage.StorageApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running emulator, and the one place where its graph is built. */
public final class GoogleEmulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleEmulator.class);
    private static final int GRACE_SECONDS = 2;
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private final HttpServer server;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final DataDirectory data;
    private final Faults faults = new Faults();
    private final OwnAddress address;

    private GoogleEmulator(HttpServer server, DataDirectory data, OwnAddress address) {
        this.server = server;
        this.data = data;
        this.address = address;
    }

    public static void main(String... args) {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
        var exitCode = EmulatorCommand.run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /**
     * Starts an emulator; it serves when this returns.
     *
     * @throws IOException when the data directory is in use or damaged, or the port is taken
     */
    public static GoogleEmulator start(EmulatorSettings settings, Clock clock) throws IOException {
        // Without it each response waits for the client's delayed acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var data = DataDirectory.open(settings.data());
        try {
            var server = bind(settings.address());
            var port = server.getAddress().getPort();
            var emulator = new GoogleEmulator(
                    server, data, new OwnAddress(settings.address().advertisedHost(), port));
            emulator.serve(settings, clock);
            return emulator;
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static HttpServer bind(EmulatorSettings.Address address) throws IOException {
        return HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
    }

    private void serve(EmulatorSettings settings, Clock clock) throws IOException {
        try {
            var routes = wire(settings, clock);
            server.createContext(
                    "/",
                    new HttpEdge(faults.before(routes), 2 * settings.limits().largestObject()));
            server.setExecutor(calls);
            server.start();
        } catch (IOException | RuntimeException e) {
            server.stop(0);
            calls.shutdownNow();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("uri", uri())
                .addKeyValue("data", settings.data())
                .log("Google emulator started");
    }

    private Handler wire(EmulatorSettings settings, Clock clock) throws IOException {
        var random = new SecureRandom();
        var project = settings.project();
        var limits = settings.limits();
        var accounts = ServiceAccounts.open(data, random);
        var buckets = Buckets.open(data, clock);
        var lags = new CurrentLags(limits.lags());
        var history = UsageHistory.open(data, clock, lags::usageBucket);
        var maker = new KeyMaker(random, project.id(), address.tokenUri());
        var keyFiles = new KeyFile(accounts, maker);
        new Provisioning(accounts, buckets, keyFiles, clock).ensure(project);

        var door = new AdminDoor(settings.adminToken());
        var verifier = new AssertionVerifier(accounts, address, clock);
        var tokens = new AccessTokens(random, clock, limits.tokenLifetime());
        var usage = new KeyUsage(clock, history);
        var authenticator = new BearerAuthenticator(door, verifier, tokens, accounts, usage);

        var router = new Router()
                .route("GET", "/health", _ -> Response.ok(Json.object().put("status", "UP")))
                .route("POST", "/token", new TokenEndpoint(verifier, tokens, usage)::exchange)
                .route("GET", "/admin/key-usage", door.guard(usage::report));
        new FaultApi(faults, door).addTo(router);
        lags.addTo(router, door);
        new IamApi(accounts, authenticator, project.id(), maker, clock, lags::keyPropagation).addTo(router);
        new TimeSeriesApi(history, authenticator, project.id(), clock, lags::usageVisibility).addTo(router);
        new KmsApi(CryptoKeys.open(data, project.kmsKeys(), random), authenticator, random).addTo(router);
        new StorageApi(authenticator, buckets, project.id(), random, limits.largestObject()).addTo(router);
        return router;
    }

    /** Scheme, host and port; what a client is given as the host of Cloud Storage. */
    public URI uri() {
        return URI.create("http://%s:%d".formatted(address.host(), address.port()));
    }

    /** Lets calls under way end, for two seconds at most, and gives the data directory free. */
    @Override
    public void close() {
        faults.clear();
        server.stop(GRACE_SECONDS);
        calls.shutdownNow();
        try {
            data.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("Lock of the data directory not released");
        }
        LOG.atInfo().log("Google emulator stopped");
    }
}
