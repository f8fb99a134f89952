package io.otalite.emulator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.otalite.emulator.cluster.controllers.Controllers;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.Kubelet;
import io.otalite.emulator.cluster.kubelet.KubeletSettings;
import io.otalite.emulator.cluster.kubelet.NodePorts;
import io.otalite.emulator.cluster.kubelet.PodNetwork;
import io.otalite.emulator.cluster.kubelet.PodRef;
import io.otalite.emulator.cluster.kubelet.Scheduler;
import io.otalite.emulator.cluster.kubelet.scripted.ScriptedRuntime;
import io.otalite.emulator.cluster.objects.Admission;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.ReconcileLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A whole cluster in the test's own thread: all controllers, one node, played containers, and time that the test moves. */
public final class PlayedCluster {
    public static final String NAMESPACE = "shop";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    public final MutableClock clock;
    public final Objects objects;
    public final ReconcileLoop loop;
    public final ScriptedRuntime runtime;
    private final Map<PodRef, String> addresses = new HashMap<>();
    private int addressed;

    public PlayedCluster() {
        this(new PlainAdmission(), KubeletSettings.defaults());
    }

    public PlayedCluster(Admission admission, KubeletSettings settings) {
        this(admission, settings, UnaryOperator.identity());
    }

    /** A cluster whose node does its work with something else. */
    public PlayedCluster(UnaryOperator<NodePorts> ports) {
        this(new PlainAdmission(), KubeletSettings.defaults(), ports);
    }

    private PlayedCluster(Admission admission, KubeletSettings settings, UnaryOperator<NodePorts> ports) {
        clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        objects = new Objects(clock, admission, Journal.none());
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, NAMESPACE), yaml("{}"), Write.FOR_REAL);
        loop = new ReconcileLoop(objects, clock);
        runtime = new ScriptedRuntime(clock, loop, image -> !image.contains("missing"));
        run(settings, ports);
    }

    /** A cluster that was started anew with what is stored in another one. */
    public PlayedCluster(PlayedCluster stopped) {
        clock = stopped.clock;
        objects = stopped.objects;
        loop = new ReconcileLoop(objects, clock);
        runtime = new ScriptedRuntime(clock, loop, _ -> true);
        run(KubeletSettings.defaults(), UnaryOperator.identity());
    }

    private void run(KubeletSettings settings, UnaryOperator<NodePorts> change) {
        var events = new Events(objects, clock, loop);
        Controllers.addTo(loop, objects, clock, events, "PEM");
        loop.add(new Scheduler(objects, clock, events, settings.nodeName()));
        var ports = new NodePorts(runtime, network(), (_, account, _, _, _) -> "token of " + account, Runnable::run);
        var kubelet = new Kubelet(settings, objects, clock, loop, events, change.apply(ports));
        kubelet.register();
        loop.add(kubelet);
        loop.settle();
    }

    private PodNetwork network() {
        return new PodNetwork() {
            @Override
            public String attach(PodRef pod) {
                return addresses.computeIfAbsent(pod, _ -> "127.1.%d.%d".formatted(++addressed / 250, addressed % 250));
            }

            @Override
            public void detach(PodRef pod) {
                addresses.remove(pod);
            }
        };
    }

    public static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Stores a manifest, new or not, and lets the cluster do what it can without time passing. */
    public ObjectKey apply(String manifest) {
        var object = yaml(manifest);
        var kind = Kinds.of(
                        object.path("apiVersion").asText(), object.path("kind").asText())
                .orElseThrow();
        var key = key(kind, Metadata.name(object));
        if (objects.get(key).isEmpty()) {
            objects.create(key, object, Write.FOR_REAL);
        } else {
            objects.update(key, _ -> object);
        }
        loop.settle();
        return key;
    }

    public void change(ObjectKey key, UnaryOperator<ObjectNode> change) {
        objects.update(key, change);
        loop.settle();
    }

    /** As {@code kubectl delete} does it. */
    public void delete(ObjectKey key, String... finalizers) {
        var grace = key.kind().equals(Kinds.POD) ? 30 : 0;
        objects.delete(key, _ -> {}, grace, List.of(finalizers), Write.FOR_REAL);
        loop.settle();
    }

    /** Lets time pass; what is due on the way happens at its own time. */
    public void pass(Duration span) {
        var end = clock.instant().plus(span);
        loop.settle();
        for (var due = loop.nextDue(); due.isPresent() && !due.get().isAfter(end); due = loop.nextDue()) {
            if (due.get().isAfter(clock.instant())) {
                clock.set(due.get());
            }
            loop.settle();
        }
        clock.set(end);
        loop.settle();
    }

    public void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    public static ObjectKey key(Kind kind, String name) {
        return kind.isNamespaced() ? new ObjectKey(kind, NAMESPACE, name) : ObjectKey.inCluster(kind, name);
    }

    public ObjectNode get(ObjectKey key) {
        return objects.get(key).orElseThrow();
    }

    public JsonNode status(ObjectKey key) {
        return get(key).path("status");
    }

    public List<ObjectNode> list(Kind kind) {
        return objects.list(kind, NAMESPACE).items();
    }

    public List<ObjectNode> pods() {
        return list(Kinds.POD);
    }

    /** The only pod. */
    public ObjectNode pod() {
        if (pods().size() != 1) {
            throw new AssertionError("there are %d pods".formatted(pods().size()));
        }
        return pods().getFirst();
    }

    /** What {@code kubectl get pods} shows as its status: a container's trouble, or the phase. */
    public static String shown(JsonNode pod) {
        var statuses = pod.path("status");
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            for (var container : statuses.path(list)) {
                var state = container.path("state");
                var reason = state.path("waiting").path("reason").asText();
                if (reason.isEmpty()) {
                    reason = state.path("terminated").path("reason").asText();
                }
                if (!reason.isEmpty() && !reason.equals("Completed")) {
                    return list.startsWith("init") ? "Init:" + reason : reason;
                }
            }
        }
        return statuses.path("phase").asText();
    }

    public static JsonNode container(JsonNode pod) {
        return pod.path("status").path("containerStatuses").path(0);
    }

    public ContainerRef ref(JsonNode pod, String container) {
        return new ContainerRef(new PodRef(NAMESPACE, Metadata.name(pod), Metadata.uid(pod)), container);
    }

    /** What was said, as {@code Reason: message}, the latest last. */
    public List<String> events() {
        return list(Kinds.EVENT).stream()
                .map(event -> event.path("reason").asText() + ": "
                        + event.path("message").asText())
                .toList();
    }
}
