package io.otalite.emulator.cluster.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One Service: the ports through which it is reached, and the pods that they lead to. Used by one thread, but for {@link #find}. */
final class ServiceProxy implements AutoCloseable {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final String name;
    private final InetAddress localAddress;
    private final Map<ServicePort, Backends> ports = new HashMap<>();
    private final Map<InetSocketAddress, PortListener> listeners = new HashMap<>();
    private Map<String, String> selector = Map.of();
    private Map<InetSocketAddress, Backends> wanted = Map.of();
    private volatile Map<Integer, Backends> byNumber = Map.of();

    ServiceProxy(String name, InetAddress localAddress) {
        this.name = name;
        this.localAddress = localAddress;
    }

    /** Takes over what the Service says now. Ports that stay keep their connections. */
    void update(JsonNode service, List<ServicePort> now) {
        selector = service.path("spec").path("selector").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText()));
        ports.keySet().retainAll(now);
        now.forEach(port -> ports.computeIfAbsent(port, _ -> new Backends()));
        wanted = addresses(service.path("spec").path("clusterIP").asText(""));
        closeUnwanted();
        var numbers = new HashMap<Integer, Backends>();
        ports.forEach((port, backends) -> numbers.put(port.port(), backends));
        byNumber = numbers;
    }

    private void closeUnwanted() {
        for (var entry : List.copyOf(listeners.entrySet())) {
            var backends = wanted.get(entry.getKey());
            if (backends == null || !entry.getValue().leadsTo(backends)) {
                entry.getValue().close();
                listeners.remove(entry.getKey());
            }
        }
    }

    boolean selects(JsonNode pod) {
        return !selector.isEmpty() && Metadata.labels(pod).entrySet().containsAll(selector.entrySet());
    }

    /** Takes over which pods of the namespace there are. */
    void refresh(Collection<ObjectNode> pods) {
        ports.forEach((port, backends) -> {
            var addresses = new ArrayList<InetSocketAddress>();
            pods.stream()
                    .filter(this::selects)
                    .filter(ServiceProxy::isReady)
                    .forEach(pod -> port.in(pod)
                            .ifPresent(number -> addresses.add(new InetSocketAddress(address(pod), number))));
            backends.set(addresses);
        });
    }

    /** Opens the ports that are wanted and not open. Says which could not be opened, and why. */
    List<String> open() {
        var problems = new ArrayList<String>();
        wanted.forEach((address, backends) -> {
            try {
                if (!listeners.containsKey(address)) {
                    listeners.put(address, new PortListener(address, backends));
                }
            } catch (IOException e) {
                problems.add(("Port %d of %s cannot be opened for Service %s: %s. End what occupies it, or change the "
                                + "annotation %s of the Service")
                        .formatted(
                                address.getPort(),
                                address.getAddress().getHostAddress(),
                                name,
                                e.getMessage(),
                                ServicePort.LOCAL_PORT));
            }
        });
        return problems;
    }

    /** The address of a ready pod behind a port; another one at the next call. */
    Optional<InetSocketAddress> find(int port) {
        var backends = byNumber.get(port);
        return backends == null
                ? Optional.empty()
                : backends.inTurn().stream().map(Backend::address).findFirst();
    }

    void drain(Duration idle) {
        listeners.values().forEach(listener -> listener.drain(idle));
    }

    @Override
    public void close() {
        listeners.values().forEach(PortListener::close);
        listeners.clear();
    }

    /** An ordinary user may not open the low ports, so those of the Service's own address are left out. */
    private Map<InetSocketAddress, Backends> addresses(String clusterAddress) {
        var result = new HashMap<InetSocketAddress, Backends>();
        ports.forEach((port, backends) -> {
            port.local().ifPresent(local -> result.put(new InetSocketAddress(localAddress, local), backends));
            if (clusterAddress.startsWith("127.") && port.port() >= FIRST_UNPRIVILEGED) {
                result.put(new InetSocketAddress(clusterAddress, port.port()), backends);
            }
        });
        return result;
    }

    private static boolean isReady(JsonNode pod) {
        return !Metadata.isDeleted(pod)
                && !address(pod).isEmpty()
                && pod.path("status")
                        .path("conditions")
                        .valueStream()
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True"));
    }

    private static String address(JsonNode pod) {
        return pod.path("status").path("podIP").asText("");
    }
}
