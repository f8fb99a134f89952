package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
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
 * What is left of an object after an API server has read it into its Go types and written it again. Unknown fields are
 * gone. So are nulls, empty lists, empty maps and the zero of fields that are no pointers, as the types say
 * {@code omitempty}; an empty struct stays, since {@code emptyDir: {}} says something. Quantities and whole numbers are in
 * their one form, so that two objects that mean the same are equal.
 */
final class RoundTrip {
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

    private RoundTrip() {}

    /** Changes the object into what comes back; values of the wrong type are left as they are. */
    static void through(Schema schema, JsonNode value) {
        switch (schema) {
            case Struct struct when value instanceof ObjectNode object -> throughFields(struct, object);
            case MapOf map
            when value instanceof ObjectNode object ->
                object.properties().forEach(entry -> entry.setValue(entryThrough(map.value(), entry.getValue())));
            case ListOf list
            when value instanceof ArrayNode elements -> {
                for (var i = 0; i < elements.size(); i++) {
                    elements.set(i, valueThrough(list.element(), elements.get(i)));
                }
            }
            case Struct _, MapOf _, ListOf _, Scalar _, Opaque _ -> {}
        }
    }

    private static void throughFields(Struct struct, ObjectNode object) {
        object.properties().removeIf(entry -> {
            var schema = struct.field(entry.getKey());
            if (schema.isEmpty() || entry.getValue().isNull()) {
                return true;
            }
            entry.setValue(valueThrough(schema.get(), entry.getValue()));
            return isNothing(struct.type() + "." + entry.getKey(), schema.get(), entry.getValue());
        });
    }

    /** In a map of strings null is the empty string; it does not remove the key. */
    private static JsonNode entryThrough(Schema schema, JsonNode value) {
        return schema == Scalar.STRING && value.isNull() ? TextNode.valueOf("") : valueThrough(schema, value);
    }

    private static JsonNode valueThrough(Schema schema, JsonNode value) {
        if (schema == Scalar.QUANTITY && value.isValueNode()) {
            return TextNode.valueOf(Quantities.canonical(value.asText()));
        }
        if (schema == Scalar.INTEGER && value.isLong() && value.canConvertToInt()) {
            return IntNode.valueOf(value.intValue());
        }
        through(schema, value);
        return value;
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
