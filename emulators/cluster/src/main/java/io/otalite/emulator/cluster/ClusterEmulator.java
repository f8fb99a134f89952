package io.otalite.emulator.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.otalite.emulator.cluster.access.AdminToken;
import io.otalite.emulator.cluster.access.Authentication;
import io.otalite.emulator.cluster.access.DefaultRoles;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.access.ServiceAccountTokens;
import io.otalite.emulator.cluster.admission.ClusterAdmission;
import io.otalite.emulator.cluster.admission.FieldValidation;
import io.otalite.emulator.cluster.disk.FileJournal;
import io.otalite.emulator.cluster.disk.StateDirectory;
import io.otalite.emulator.cluster.http.ApiServer;
import io.otalite.emulator.cluster.http.ApiServer.Access;
import io.otalite.emulator.cluster.http.WriteRules;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.patch.ManagedFields;
import io.otalite.emulator.cluster.patch.Patches;
import io.otalite.emulator.cluster.tls.CertificateAuthority;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running emulator, and the one place where its graph is built. */
public final class ClusterEmulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterEmulator.class);
    private static final int GRACE_SECONDS = 2;
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private final ClusterSettings settings;
    private final Clock clock;
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Objects objects;
    private final ServiceAccountTokens tokens;
    private final CertificateAuthority authority;
    private final HttpsServer server;

    private ClusterEmulator(ClusterSettings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        try {
            var state = opened(StateDirectory.open(settings.state()));
            var journal = opened(FileJournal.open(state.file("objects.journal")));
            objects = new Objects(clock, new ClusterAdmission(), journal);
            tokens = ServiceAccountTokens.open(state.file("service-account.key"), objects, clock);
            // Peers judge certificates by their own clock, whatever time it is in the cluster.
            authority = CertificateAuthority.open(state.path(), Instant.now());
            server = bind();
            serve();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public static void main(String... args) {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
        var exitCode = ClusterCommand.run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /**
     * Starts an emulator; it serves when this returns.
     *
     * @param clock of the cluster: ages, tokens and everything that waits go by it
     * @throws IOException when the state directory is in use or damaged, or the port is taken
     */
    public static ClusterEmulator start(ClusterSettings settings, Clock clock) throws IOException {
        // Without it each response waits for the client's delayed acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        return new ClusterEmulator(settings, clock);
    }

    private void serve() throws IOException {
        var adminToken = AdminToken.openOrCreate(settings.adminToken());
        ensureContent();
        var authentication = new Authentication(adminToken.hash(), tokens);
        var access = new Access(authentication, tokens, new Roles(objects));
        var api = new ApiServer(objects, rules(), access, new NoLogs(), clock);
        server.createContext("/", api);
        var calls = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(calls);
        server.start();
        open.push(() -> stop(api, calls));
        new Kubeconfig(uri(), authority.pem(), adminToken).write(settings.kubeconfig());
        LOG.atInfo()
                .addKeyValue("uri", uri())
                .addKeyValue("state", settings.state())
                .addKeyValue("version", objects.version())
                .log("Cluster emulator started");
    }

    private WriteRules rules() {
        var none = WriteRules.only(new Patches(clock));
        return new WriteRules(
                none.patching(), FieldValidation::unknownFields, ManagedFields::recordUpdate, none.reviewers());
    }

    private HttpsServer bind() throws IOException {
        var address = settings.address();
        var bound = HttpsServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        open.push(() -> bound.stop(GRACE_SECONDS));
        var names = Stream.of(
                        "localhost",
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local",
                        address.advertisedHost())
                .distinct()
                .toList();
        var context = authority.serverContext(names, List.of("127.0.0.1", "::1"), Instant.now());
        bound.setHttpsConfigurator(new HttpsConfigurator(context));
        return bound;
    }

    /** What every cluster has. */
    private void ensureContent() {
        for (var name : List.of("default", "kube-system")) {
            var key = ObjectKey.inCluster(Kinds.NAMESPACE, name);
            if (objects.get(key).isEmpty()) {
                var namespace = JsonNodeFactory.instance
                        .objectNode()
                        .put("apiVersion", "v1")
                        .put("kind", "Namespace");
                objects.create(key, namespace, Write.FOR_REAL);
            }
        }
        new DefaultRoles(objects).ensure();
    }

    /** Scheme, host and port of the API. */
    public URI uri() {
        return URI.create("https://%s:%d"
                .formatted(
                        settings.address().advertisedHost(), server.getAddress().getPort()));
    }

    /** The store of the cluster. */
    public Objects objects() {
        return objects;
    }

    /** Tokens as pods get them. */
    public ServiceAccountTokens tokens() {
        return tokens;
    }

    /** The certificate of the authority that clients have to trust, as PEM. */
    public String caPem() {
        return authority.pem();
    }

    private static void stop(ApiServer api, ExecutorService calls) {
        api.endStreams();
        calls.shutdown();
    }

    /** Ends watches, lets other calls under way end, for two seconds at most, and gives the state directory free. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("Not everything was closed");
            }
        }
        LOG.atInfo().log("Cluster emulator stopped");
    }

    private <T extends Closeable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /** Nothing runs here. */
    private static final class NoLogs implements PodLogs {
        @Override
        public boolean exists(ContainerRef container, boolean previous) {
            return false;
        }

        @Override
        public void copy(ContainerRef container, Wanted wanted, OutputStream out) {
            throw new IllegalStateException("there are no logs");
        }
    }
}
