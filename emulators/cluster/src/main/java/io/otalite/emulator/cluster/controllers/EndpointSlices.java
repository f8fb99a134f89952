package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Names;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import io.otalite.emulator.cluster.reconcile.SelectorIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The pods behind each Service: their addresses, and whether they are ready. A pod that is being deleted stays until it is
 * gone, as not ready. Pods whose named ports differ are in slices of their own.
 */
public final class EndpointSlices implements Reconciler {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String MANAGER_LABEL = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";

    private final Objects objects;
    private final Index index;
    private final SelectorIndex services = new SelectorIndex();

    public EndpointSlices(Objects objects, Index index) {
        this.objects = objects;
        this.index = index;
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        var key = change.key();
        if (key.kind().equals(Kinds.SERVICE)) {
            services.apply(change, selector(change.object()));
            look.accept(key);
        } else if (key.kind().equals(Kinds.ENDPOINT_SLICE)) {
            Owners.wake(change, Kinds.SERVICE, look);
        } else if (key.kind().equals(Kinds.POD)) {
            services.selecting(key.namespace(), Metadata.labels(change.object()))
                    .forEach(look);
            Optional.ofNullable(change.previous())
                    .filter(previous -> !Metadata.labels(previous).equals(Metadata.labels(change.object())))
                    .ifPresent(previous -> services.selecting(key.namespace(), Metadata.labels(previous))
                            .forEach(look));
        }
    }

    private static LabelSelector selector(JsonNode service) {
        return LabelSelector.ofLabels(service.path("spec").path("selector"));
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var service = objects.get(key).orElse(null);
        if (service == null || Metadata.isDeleted(service) || selector(service).isEmpty()) {
            return Optional.empty();
        }
        var wanted = new LinkedHashMap<ObjectKey, ObjectNode>();
        slices(service).forEach((ports, pods) -> {
            var name = key.name() + "-" + Names.hash(ports, 0).substring(0, 5);
            wanted.put(new ObjectKey(Kinds.ENDPOINT_SLICE, key.namespace(), name), slice(key, service, ports, pods));
        });
        index.controlledBy(service, Kinds.ENDPOINT_SLICE).stream()
                .map(slice -> Index.keyOf(Kinds.ENDPOINT_SLICE, slice))
                .filter(slice -> !wanted.containsKey(slice))
                .forEach(objects::remove);
        wanted.forEach(this::write);
        return Optional.empty();
    }

    /** The pods of a Service by the ports that it has on them. */
    private Map<JsonNode, List<ObjectNode>> slices(ObjectNode service) {
        var result = new LinkedHashMap<JsonNode, List<ObjectNode>>();
        index.selected(Kinds.POD, Metadata.namespace(service), selector(service)).stream()
                .filter(pod -> !Pods.isFinished(pod) && pod.path("status").hasNonNull("podIP"))
                .forEach(pod -> result.computeIfAbsent(ports(service, pod), _ -> new ArrayList<>())
                        .add(pod));
        if (result.isEmpty()) {
            result.put(JsonNodeFactory.instance.arrayNode(), List.of());
        }
        return result;
    }

    private static JsonNode ports(JsonNode service, JsonNode pod) {
        var ports = JsonNodeFactory.instance.arrayNode();
        for (var port : service.path("spec").path("ports")) {
            var number = number(port, pod);
            if (number > 0) {
                ports.addObject()
                        .put("name", port.path("name").asText(""))
                        .put("port", number)
                        .put("protocol", port.path("protocol").asText("TCP"));
            }
        }
        return ports;
    }

    /** The port of the pod; 0 when it has none of that name. */
    private static int number(JsonNode port, JsonNode pod) {
        var target = port.path("targetPort");
        if (target.isMissingNode()) {
            return port.path("port").asInt();
        }
        if (target.isNumber()) {
            return target.asInt();
        }
        return pod.path("spec")
                .path("containers")
                .valueStream()
                .flatMap(container -> container.path("ports").valueStream())
                .filter(named -> named.path("name").asText().equals(target.asText()))
                .mapToInt(named -> named.path("containerPort").asInt())
                .findFirst()
                .orElse(0);
    }

    private static ObjectNode slice(ObjectKey key, ObjectNode service, JsonNode ports, List<ObjectNode> pods) {
        var slice = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "discovery.k8s.io/v1")
                .put("kind", "EndpointSlice");
        Metadata.of(slice).putObject("labels").put(SERVICE_LABEL, key.name()).put(MANAGER_LABEL, MANAGER);
        Owners.manage(slice, key, service);
        slice.put("addressType", "IPv4");
        slice.set("ports", ports);
        var endpoints = slice.putArray("endpoints");
        var showsUnready = service.path("spec").path("publishNotReadyAddresses").asBoolean();
        pods.forEach(pod -> endpoints.add(endpoint(pod, showsUnready)));
        return slice;
    }

    private static ObjectNode endpoint(ObjectNode pod, boolean showsUnready) {
        var endpoint = JsonNodeFactory.instance.objectNode();
        endpoint.putArray("addresses").add(pod.path("status").path("podIP").asText());
        var serving = showsUnready || Pods.isReady(pod);
        endpoint.putObject("conditions")
                .put("ready", serving && (showsUnready || !Metadata.isDeleted(pod)))
                .put("serving", serving)
                .put("terminating", Metadata.isDeleted(pod));
        endpoint.put("nodeName", pod.path("spec").path("nodeName").asText());
        endpoint.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", Metadata.namespace(pod))
                .put("name", Metadata.name(pod))
                .put("uid", Metadata.uid(pod));
        return endpoint;
    }

    private void write(ObjectKey key, ObjectNode wanted) {
        if (objects.get(key).isEmpty()) {
            objects.create(key, wanted, Write.FOR_REAL);
            return;
        }
        objects.update(key, object -> {
            object.set("ports", wanted.path("ports"));
            object.set("endpoints", wanted.path("endpoints"));
            return object;
        });
    }
}
