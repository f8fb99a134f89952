package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;

/** The Node object: the machine as the cluster sees it. */
final class NodeRegistration {
    private static final String VERSION = "v1.36.0+emulator";

    private final Node node;

    NodeRegistration(Node node) {
        this.node = node;
    }

    void register() {
        var key = ObjectKey.inCluster(Kinds.NODE, node.settings().nodeName());
        if (node.objects().get(key).isEmpty()) {
            node.objects().create(key, manifest(), Write.FOR_REAL);
        }
        node.objects().updateStatus(key, object -> {
            fill(object.withObjectProperty("status"));
            return object;
        });
    }

    private ObjectNode manifest() {
        var name = node.settings().nodeName();
        var object =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Node");
        Metadata.of(object)
                .putObject("labels")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", System.getProperty("os.arch"));
        object.putObject("spec");
        return object;
    }

    private void fill(ObjectNode status) {
        for (var field : new String[] {"capacity", "allocatable"}) {
            status.putObject(field)
                    .put("cpu", Integer.toString(Runtime.getRuntime().availableProcessors()))
                    .put("memory", "8Gi")
                    .put("pods", "1100");
        }
        var addresses = status.putArray("addresses");
        addresses
                .addObject()
                .put("type", "InternalIP")
                .put("address", node.settings().nodeAddress());
        addresses
                .addObject()
                .put("type", "Hostname")
                .put("address", node.settings().nodeName());
        status.putObject("nodeInfo")
                .put("kubeletVersion", VERSION)
                .put("osImage", System.getProperty("os.name"))
                .put("kernelVersion", System.getProperty("os.version"))
                .put("containerRuntimeVersion", "emulator://1")
                .put("operatingSystem", "linux")
                .put("architecture", System.getProperty("os.arch"));
        var ready = Condition.of("Ready", true, "KubeletReady", "kubelet is posting ready status");
        Conditions.set(status, ready, node.clock().instant());
    }
}
