package io.otalite.emulator.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.otalite.emulator.cluster.access.AdminToken;
import io.otalite.emulator.cluster.access.Authentication;
import io.otalite.emulator.cluster.access.DefaultRoles;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.access.ServiceAccountTokens;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.admission.ClusterAdmission;
import io.otalite.emulator.cluster.admission.FieldValidation;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.admission.Webhooks;
import io.otalite.emulator.cluster.controllers.Controllers;
import io.otalite.emulator.cluster.disk.FileJournal;
import io.otalite.emulator.cluster.disk.StateDirectory;
import io.otalite.emulator.cluster.http.ApiServer;
import io.otalite.emulator.cluster.http.ApiServer.Access;
import io.otalite.emulator.cluster.http.WriteRules;
import io.otalite.emulator.cluster.kubelet.ContainerRuntime;
import io.otalite.emulator.cluster.kubelet.Kubelet;
import io.otalite.emulator.cluster.kubelet.KubeletSettings;
import io.otalite.emulator.cluster.kubelet.NodePorts;
import io.otalite.emulator.cluster.kubelet.PodNetwork;
import io.otalite.emulator.cluster.kubelet.Scheduler;
import io.otalite.emulator.cluster.kubelet.process.Images;
import io.otalite.emulator.cluster.kubelet.process.ProcessContainers;
import io.otalite.emulator.cluster.kubelet.scripted.ScriptedRuntime;
import io.otalite.emulator.cluster.network.MachineNetwork;
import io.otalite.emulator.cluster.network.ServiceProxies;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.patch.ManagedFields;
import io.otalite.emulator.cluster.patch.Patches;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.ReconcileLoop;
import io.otalite.emulator.cluster.tls.CertificateAuthority;
import io.otalite.process.AotCaches;
import io.otalite.process.ProcessMark;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
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
    private final StateDirectory state;
    private final Objects objects;
    private final ServiceAccountTokens tokens;
    private final CertificateAuthority authority;
    private final HttpsServer server;

    private ClusterEmulator(ClusterSettings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        try {
            Kubeconfig.requireReplaceable(settings.kubeconfig());
            state = opened(StateDirectory.open(settings.state()));
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
        var network = MachineNetwork.claim(clock, state.network());
        open.push(network::close);
        state.keepNetwork(network.number());
        var services = new ServiceProxies(objects, address(), network.services());
        var loop = new ReconcileLoop(objects, clock);
        var runtime = runtime(loop);
        reconcile(loop, runtime, network);
        services.start();
        open.push(services::close);
        open.push(runtime::close);
        loop.start();
        open.push(loop::close);

        var webhooks = new Webhooks(objects, services);
        open.push(webhooks::close);
        var authentication = new Authentication(adminToken.hash(), tokens);
        var access = new Access(authentication, tokens, new Roles(objects));
        var api = new ApiServer(objects, rules(webhooks), access, runtime.logs(), clock);
        server.createContext("/", api);
        var calls = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(calls);
        new Kubeconfig(uri(), authority.pem(), adminToken).write(settings.kubeconfig());
        server.start();
        open.push(() -> stop(api, calls));
        LOG.atInfo()
                .addKeyValue("uri", uri())
                .addKeyValue("state", settings.state())
                .addKeyValue("version", objects.version())
                .log("Cluster emulator started");
    }

    /** Controllers, scheduler and kubelet, on one loop. */
    private void reconcile(ReconcileLoop loop, ContainerRuntime runtime, PodNetwork network) {
        var events = new Events(objects, clock, loop);
        Controllers.addTo(loop, objects, clock, events, authority.pem());
        var node = kubeletSettings();
        loop.add(new Scheduler(objects, clock, events, node.nodeName()));
        var blocking = Executors.newVirtualThreadPerTaskExecutor();
        open.push(blocking::shutdownNow);
        var ports = new NodePorts(runtime, network, tokens::mint, blocking);
        var kubelet = new Kubelet(node, objects, clock, loop, events, ports);
        kubelet.register();
        loop.add(kubelet);
    }

    private KubeletSettings kubeletSettings() {
        var defaults = KubeletSettings.defaults();
        var first = settings.containers().firstBackoff();
        var last = first.multipliedBy(defaults.lastBackoff().dividedBy(defaults.firstBackoff()));
        return defaults.withBackoff(first, last, defaults.backoffReset())
                .withEnvironment(Map.of(
                        "KUBERNETES_SERVICE_HOST", settings.address().advertisedHost(),
                        "KUBERNETES_SERVICE_PORT",
                                Integer.toString(server.getAddress().getPort())));
    }

    private ContainerRuntime runtime(ReconcileLoop loop) throws IOException {
        var images = settings.containers().images();
        if (images.isEmpty()) {
            return new ScriptedRuntime(clock, loop, _ -> true);
        }
        try {
            var owner = new ProcessMark(state.id());
            var caches = settings.containers().aotCaches().map(AotCaches::in).orElseGet(AotCaches::none);
            return ProcessContainers.open(state.file("pods"), owner, Images.load(images.get()), caches, clock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an earlier run's containers were ended");
        }
    }

    private WriteRules rules(Webhooks webhooks) {
        return new WriteRules(
                new Patches(clock),
                FieldValidation::unknownFields,
                ManagedFields::recordUpdate,
                new Reviewers(objects, webhooks));
    }

    /** The webhooks of the cluster, asked only where there are any. */
    private record Reviewers(Objects objects, Webhooks webhooks) implements WriteRules.Reviewers {
        @Override
        public boolean exist() {
            return !objects.list(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, "")
                    .items()
                    .isEmpty();
        }

        @Override
        public List<String> review(
                Operation operation,
                ObjectKey key,
                @Nullable ObjectNode old,
                @Nullable ObjectNode wanted,
                Caller caller,
                Write write) {
            return webhooks.review(operation, key, old, wanted, caller, write);
        }
    }

    private InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(settings.address().host());
    }

    private HttpsServer bind() throws IOException {
        var address = settings.address();
        var bound = HttpsServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        open.push(() -> bound.stop(GRACE_SECONDS));
        var names = new LinkedHashSet<>(List.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"));
        var addresses = new LinkedHashSet<>(List.of("127.0.0.1", "::1"));
        // Clients look for an address among the addresses of a certificate only (RFC 9110 4.3.5).
        (address.isAdvertisedByName() ? names : addresses).add(address.advertisedHost());
        var context = authority.serverContext(List.copyOf(names), List.copyOf(addresses), Instant.now());
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
        var host = settings.address().advertisedHost();
        var inUri = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("https://%s:%d".formatted(inUri, server.getAddress().getPort()));
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
}
