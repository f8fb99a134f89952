package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.otalite.emulator.cluster.schema.Schema;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import java.util.Set;

/**
 * What an API server forgets because its Go types say {@code omitempty}: nulls, empty lists, empty maps, and the zero of
 * fields that are no pointers. An empty struct stays: {@code emptyDir: {}} says something.
 */
final class Emptiness {
    /** Lists that are written even when they are empty. */
    private static final Set<String> ALWAYS_WRITTEN =
            Set.of("Role.rules", "ClusterRole.rules", "EndpointSlice.endpoints", "EndpointSlice.ports");

    /** Fields that are no pointers, where the zero is the same as nothing. */
    private static final Set<String> NOTHING_WHEN_ZERO = Set.of(
            "PodSpec.hostNetwork",
            "PodSpec.hostPID",
            "PodSpec.hostIPC",
            "PodSpec.nodeName",
            "PodSpec.hostname",
            "PodSpec.subdomain",
            "PodSpec.priorityClassName",
            "PodSpec.serviceAccountName",
            "PodSpec.serviceAccount",
            "Container.stdin",
            "Container.stdinOnce",
            "Container.tty",
            "Container.workingDir",
            "ContainerPort.hostPort",
            "ContainerPort.name",
            "EnvVar.value",
            "VolumeMount.readOnly",
            "VolumeMount.subPath",
            "VolumeMount.subPathExpr",
            "Probe.initialDelaySeconds",
            "DeploymentSpec.paused",
            "DeploymentSpec.minReadySeconds",
            "ReplicaSetSpec.minReadySeconds",
            "StatefulSetSpec.minReadySeconds",
            "DaemonSetSpec.minReadySeconds",
            "ServiceSpec.publishNotReadyAddresses",
            "ServicePort.name",
            "ServicePort.nodePort",
            "NodeSpec.unschedulable");

    private Emptiness() {}

    /** Removes what is nothing from the object. */
    static void prune(Schema schema, JsonNode value) {
        switch (schema) {
            case Struct struct when value instanceof ObjectNode object -> pruneFields(struct, object);
            case MapOf map
            when value instanceof ObjectNode object -> {
                if (map.value() == Scalar.STRING) {
                    object.properties().stream()
                            .filter(entry -> entry.getValue().isNull())
                            .forEach(entry -> entry.setValue(TextNode.valueOf("")));
                }
                object.forEach(part -> prune(map.value(), part));
            }
            case ListOf list when value instanceof ArrayNode -> value.forEach(part -> prune(list.element(), part));
            case Struct _, MapOf _, ListOf _, Scalar _, Opaque _ -> {}
        }
    }

    private static void pruneFields(Struct struct, ObjectNode object) {
        struct.fields().forEach((name, schema) -> {
            var value = object.get(name);
            if (value != null) {
                prune(schema, value);
                if (value.isNull() || isNothing(struct.type() + "." + name, schema, value)) {
                    object.remove(name);
                }
            }
        });
    }

    private static boolean isNothing(String row, Schema schema, JsonNode value) {
        return switch (schema) {
            case ListOf _, MapOf _ -> value.isContainerNode() && value.isEmpty() && !ALWAYS_WRITTEN.contains(row);
            case Scalar _ -> NOTHING_WHEN_ZERO.contains(row) && isZero(value);
            case Struct _, Opaque _ -> false;
        };
    }

    private static boolean isZero(JsonNode value) {
        return value.isTextual() ? value.asText().isEmpty() : !value.asBoolean();
    }
}
