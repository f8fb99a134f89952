package io.otalite.emulator.cluster.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.ServiceAddresses;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Watch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every Service an address of its own and, where its annotation {@code emulator.ota-lite.io/local-port} asks for
 * them, ports of this machine, and carries the connections to its ready pods. A pod that is not ready any more, or whose
 * deletion has begun, gets no new connection from the moment the store knows.
 *
 * <p>{@link #of} may be called from any thread; everything else happens on one that the proxies have for themselves.
 */
public final class ServiceProxies implements ServiceAddresses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxies.class);
    /** How long a connection that nobody can see through is silent before it is taken for unused. */
    private static final Duration IDLE = Duration.ofMillis(500);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int AT_ONCE = 100;
    private static final String HEADLESS = "None";
    private static final Duration OPEN_AGAIN = Duration.ofSeconds(1);

    private final Objects objects;
    private final InetAddress localAddress;
    private final LoopbackAddresses addresses;
    private final Map<ObjectKey, ServiceProxy> proxies = new ConcurrentHashMap<>();
    private final Map<ObjectKey, List<String>> problems = new ConcurrentHashMap<>();
    private final Map<String, Map<String, ObjectNode>> podsByNamespace = new TreeMap<>();
    private final Thread thread;
    private long nextOpening = System.nanoTime();

    /** @param localAddress the address of this machine on which the local ports are opened */
    public ServiceProxies(Objects objects, InetAddress localAddress, LoopbackAddresses addresses) {
        this.objects = objects;
        this.localAddress = localAddress;
        this.addresses = addresses;
        this.thread = Thread.ofVirtual().name("service-proxies").unstarted(this::run);
    }

    /** Begins. To be called once. */
    public void start() {
        thread.start();
    }

    @Override
    public Optional<InetSocketAddress> of(String namespace, String service, int port) {
        return Optional.ofNullable(proxies.get(new ObjectKey(Kinds.SERVICE, namespace, service)))
                .flatMap(proxy -> proxy.find(port));
    }

    /** What keeps Services from being reached now, such as an occupied port, each in a sentence; it is tried again. */
    public List<String> problems() {
        return problems.values().stream().flatMap(Collection::stream).sorted().toList();
    }

    /** Closes all ports and connections. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                followOrSay();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            proxies.values().forEach(ServiceProxy::close);
            proxies.clear();
        }
    }

    /** An object that cannot be understood must not end the network. */
    private void followOrSay() throws InterruptedException {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The proxies of the Services begin anew");
            TimeUnit.NANOSECONDS.sleep(OPEN_AGAIN.toNanos());
        }
    }

    /** Reads what there is and follows the changes, until some of them are lost. */
    private void follow() throws InterruptedException {
        try (var watch = objects.watch(ServiceProxies::concerns, objects.version())) {
            var listed = Map.of(Kinds.POD, listPods(), Kinds.SERVICE, listServices());
            while (!watch.isOverrun()) {
                handleChanges(watch, listed);
                proxies.values().forEach(proxy -> proxy.drain(IDLE));
                openAgain();
            }
        }
    }

    private static boolean concerns(ObjectKey key) {
        return key.kind().equals(Kinds.POD) || key.kind().equals(Kinds.SERVICE);
    }

    private long listPods() {
        var list = objects.list(Kinds.POD, "");
        podsByNamespace.clear();
        list.items().forEach(pod -> pods(Metadata.namespace(pod)).put(Metadata.name(pod), pod));
        return list.version();
    }

    private long listServices() {
        var list = objects.list(Kinds.SERVICE, "");
        list.items().forEach(service -> addresses.reserve(clusterAddress(service)));
        var keys = list.items().stream().collect(Collectors.toMap(ServiceProxies::key, service -> service));
        List.copyOf(proxies.keySet()).stream()
                .filter(known -> !keys.containsKey(known))
                .forEach(this::serviceGone);
        keys.forEach(this::serviceIs);
        return list.version();
    }

    /** Waits for changes and handles those that are there, though not so many that nothing else gets its turn. */
    private void handleChanges(Watch watch, Map<Kind, Long> listed) throws InterruptedException {
        for (var count = 0; count < AT_ONCE && (count == 0 || watch.hasNext()); count++) {
            watch.next(LOOK_AGAIN)
                    .filter(change ->
                            change.version() > listed.getOrDefault(change.key().kind(), 0L))
                    .ifPresent(this::handle);
        }
    }

    private void handle(ObjectChange change) {
        var key = change.key();
        var gone = change.type() == ObjectChange.Type.DELETED;
        if (key.kind().equals(Kinds.POD)) {
            var pods = pods(key.namespace());
            var before = gone ? pods.remove(key.name()) : pods.put(key.name(), change.object());
            podChanged(key.namespace(), before == null ? change.object() : before, change.object());
        } else if (gone) {
            addresses.release(clusterAddress(change.object()));
            serviceGone(key);
        } else {
            serviceIs(key, change.object());
        }
    }

    private void podChanged(String namespace, ObjectNode before, ObjectNode now) {
        proxies.forEach((service, proxy) -> {
            if (service.namespace().equals(namespace) && (proxy.selects(before) || proxy.selects(now))) {
                proxy.refresh(pods(namespace).values());
            }
        });
    }

    private void serviceIs(ObjectKey key, ObjectNode stored) {
        var service = withAddress(key, stored);
        try {
            var ports = ServicePort.of(service);
            var proxy = proxies.computeIfAbsent(key, _ -> new ServiceProxy(key.toString(), localAddress));
            proxy.update(service, ports);
            proxy.refresh(pods(key.namespace()).values());
            note(key, proxy.open());
        } catch (IllegalArgumentException e) {
            closeProxy(key);
            note(key, List.of("%s: %s".formatted(key, e.getMessage())));
        }
    }

    private void serviceGone(ObjectKey key) {
        problems.remove(key);
        closeProxy(key);
    }

    private void closeProxy(ObjectKey key) {
        var proxy = proxies.remove(key);
        if (proxy != null) {
            proxy.close();
        }
    }

    /**
     * A real cluster does this when a Service is created; here it comes a moment later. An address of another network is
     * replaced: another emulator may give it to a Service of its own.
     */
    private ObjectNode withAddress(ObjectKey key, ObjectNode service) {
        var present = clusterAddress(service);
        var external = service.path("spec").path("type").asText().equals("ExternalName");
        if (external || present.equals(HEADLESS) || addresses.contains(present)) {
            addresses.reserve(present);
            return service;
        }
        var address = addresses.allocate();
        try {
            return objects.update(key, wanted -> {
                var spec = wanted.withObjectProperty("spec");
                if (clusterAddress(wanted).equals(present)) {
                    spec.put("clusterIP", address).putArray("clusterIPs").add(address);
                }
                return wanted;
            });
        } catch (Refusal e) {
            addresses.release(address);
            LOG.atInfo().setCause(e).addKeyValue("service", key).log("A Service got no address of its own");
            var without = service.deepCopy();
            without.withObjectProperty("spec").remove("clusterIP");
            return without;
        }
    }

    private void openAgain() {
        if (problems.isEmpty() || System.nanoTime() < nextOpening) {
            return;
        }
        nextOpening = System.nanoTime() + OPEN_AGAIN.toNanos();
        proxies.forEach((key, proxy) -> note(key, proxy.open()));
    }

    private void note(ObjectKey key, List<String> found) {
        var before = found.isEmpty() ? problems.remove(key) : problems.put(key, found);
        if (!found.isEmpty() && !found.equals(before)) {
            LOG.atError().addKeyValue("problems", found).log("A Service cannot be reached as it asks for");
        }
    }

    private Map<String, ObjectNode> pods(String namespace) {
        return podsByNamespace.computeIfAbsent(namespace, _ -> new TreeMap<>());
    }

    private static ObjectKey key(ObjectNode service) {
        return new ObjectKey(Kinds.SERVICE, Metadata.namespace(service), Metadata.name(service));
    }

    private static String clusterAddress(JsonNode service) {
        return service.path("spec").path("clusterIP").asText("");
    }
}
