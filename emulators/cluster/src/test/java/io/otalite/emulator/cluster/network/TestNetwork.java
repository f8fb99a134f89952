package io.otalite.emulator.cluster.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;

/** A store with one Service, {@code web}, for pods with the label {@code app: web}, and the proxies for it. */
final class TestNetwork implements AutoCloseable {
    static final ObjectKey WEB = new ObjectKey(Kinds.SERVICE, "default", "web");
    static final int SERVICE_PORT = 8080;

    final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());
    final ServiceProxies proxies =
            new ServiceProxies(objects, InetAddress.getLoopbackAddress(), LoopbackAddresses.of(2, Clock.systemUTC()));
    final int localPort;

    TestNetwork() {
        this(freePort());
    }

    TestNetwork(int localPort) {
        this.localPort = localPort;
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "default"), object(), Write.FOR_REAL);
    }

    TestNetwork start() {
        proxies.start();
        return this;
    }

    /** A Service without a local port. */
    ObjectNode service() {
        var service = object();
        var spec = service.putObject("spec");
        spec.putObject("selector").put("app", "web");
        spec.putArray("ports")
                .addObject()
                .put("name", "http")
                .put("port", SERVICE_PORT)
                .put("targetPort", "web-port");
        return service;
    }

    TestNetwork withService() {
        var service = service();
        annotate(service, "http=" + localPort);
        objects.create(WEB, service, Write.FOR_REAL);
        return this;
    }

    static void annotate(ObjectNode service, String ports) {
        service.withObjectProperty("metadata").putObject("annotations").put(ServicePort.LOCAL_PORT, ports);
    }

    /** A ready pod, whose port has a name. */
    void pod(String name, String address, int port) {
        var pod = object();
        pod.putObject("metadata").putObject("labels").put("app", "web");
        pod.putObject("spec")
                .putArray("containers")
                .addObject()
                .putArray("ports")
                .addObject()
                .put("name", "web-port")
                .put("containerPort", port);
        objects.create(pod(name), pod, Write.FOR_REAL);
        objects.updateStatus(pod(name), now -> {
            now.putObject("status").put("podIP", address);
            return now;
        });
        ready(name, true);
    }

    void ready(String name, boolean ready) {
        objects.updateStatus(pod(name), pod -> {
            pod.withObjectProperty("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", ready ? "True" : "False");
            return pod;
        });
    }

    /** Begins a deletion: the pod has half a minute to end. */
    void delete(String name) {
        objects.delete(pod(name), _ -> {}, 30, List.of(), Write.FOR_REAL);
    }

    void remove(String name) {
        objects.remove(pod(name));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectKey pod(String name) {
        return new ObjectKey(Kinds.POD, "default", name);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        proxies.close();
    }
}
