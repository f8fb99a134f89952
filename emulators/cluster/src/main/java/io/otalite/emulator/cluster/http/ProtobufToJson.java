package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.otalite.emulator.cluster.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Turns a message into the JSON that the same Go value would have become. Two things need knowledge: some types have a JSON
 * form of their own, and Go writes the zero of a plain field into protobuf but not into JSON, while the zero behind a pointer
 * is meant. Messages do not tell the two apart, names do.
 */
final class ProtobufToJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Embedded in Go, so their fields are their parent's in JSON. */
    private static final Set<String> INLINE = Set.of(
            "ephemeralContainerCommon",
            "handler",
            "ingressRuleValue",
            "localObjectReference",
            "persistentVolumeSource",
            "rule",
            "volumeSource");

    /** Behind a pointer in Go: a zero is a value. */
    private static final Set<String> POINTERS = Set.of(
            "activeDeadlineSeconds",
            "allowPrivilegeEscalation",
            "automountServiceAccountToken",
            "backoffLimit",
            "blockOwnerDeletion",
            "completions",
            "controller",
            "defaultMode",
            "enableServiceLinks",
            "expirationSeconds",
            "failedJobsHistoryLimit",
            "gracePeriodSeconds",
            "immutable",
            "manualSelector",
            "mode",
            "optional",
            "parallelism",
            "privileged",
            "progressDeadlineSeconds",
            "readOnlyRootFilesystem",
            "replicas",
            "revisionHistoryLimit",
            "runAsGroup",
            "runAsNonRoot",
            "runAsUser",
            "successfulJobsHistoryLimit",
            "suspend",
            "terminationGracePeriodSeconds",
            "ttlSecondsAfterFinished");

    private ProtobufToJson() {}

    /** @throws IOException when JSON inside the message is none */
    static ObjectNode object(Message message) throws IOException {
        var object = NODES.objectNode();
        for (var field : message.getAllFields().entrySet()) {
            var descriptor = field.getKey();
            var value = value(descriptor, field.getValue());
            if (value.isMissingNode() || isDropped(descriptor, value)) {
                continue;
            }
            if (INLINE.contains(descriptor.getName()) && value instanceof ObjectNode inline) {
                object.setAll(inline);
            } else {
                object.set(descriptor.getName(), value);
            }
        }
        return object;
    }

    private static boolean isDropped(FieldDescriptor field, JsonNode value) {
        var isZero = (value.isTextual() && value.textValue().isEmpty())
                || (value.isNumber() && value.asLong() == 0)
                || (value.isBoolean() && !value.booleanValue());
        return isZero && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE && !POINTERS.contains(field.getName());
    }

    private static JsonNode value(FieldDescriptor field, Object value) throws IOException {
        if (field.isMapField()) {
            return map((List<?>) value);
        }
        if (!field.isRepeated()) {
            return single(value);
        }
        var array = NODES.arrayNode();
        for (var element : (List<?>) value) {
            array.add(single(element));
        }
        return array;
    }

    private static JsonNode map(List<?> entries) throws IOException {
        var map = NODES.objectNode();
        for (var entry : entries) {
            var message = (Message) entry;
            var type = message.getDescriptorForType();
            var key = message.getField(type.findFieldByName("key")).toString();
            map.set(key, single(message.getField(type.findFieldByName("value"))));
        }
        return map;
    }

    private static JsonNode single(Object value) throws IOException {
        return switch (value) {
            case Message message -> message(message);
            case ByteString bytes -> NODES.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case String text -> NODES.textNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            // The store compares numbers by their type, too, and JSON reads small ones as int.
            case Long number ->
                number == number.intValue() ? NODES.numberNode(number.intValue()) : NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            default ->
                throw new IOException(
                        "a field of an unknown type: " + value.getClass().getSimpleName());
        };
    }

    private static JsonNode message(Message message) throws IOException {
        return switch (message.getDescriptorForType().getName()) {
            case "Quantity" -> NODES.textNode(text(message, "string"));
            case "IntOrString" ->
                number(message, "type") == 0
                        ? NODES.numberNode((int) number(message, "intVal"))
                        : NODES.textNode(text(message, "strVal"));
            case "Time", "MicroTime" -> time(message);
            case "FieldsV1" -> json(message, "Raw");
            case "RawExtension" -> json(message, "raw");
            case "ExtraValue" -> object(message).path("items");
            default -> object(message);
        };
    }

    /** Go's zero time is a message without seconds, and absent in JSON. */
    private static JsonNode time(Message message) {
        var seconds = number(message, "seconds");
        return seconds == 0
                ? MissingNode.getInstance()
                : NODES.textNode(
                        Instant.ofEpochSecond(seconds, number(message, "nanos")).toString());
    }

    private static JsonNode json(Message message, String field) throws IOException {
        var bytes = (ByteString) message.getField(message.getDescriptorForType().findFieldByName(field));
        return bytes.isEmpty() ? MissingNode.getInstance() : Json.parse(bytes.toByteArray());
    }

    private static long number(Message message, String field) {
        return ((Number) message.getField(message.getDescriptorForType().findFieldByName(field))).longValue();
    }

    private static String text(Message message, String field) {
        return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
    }
}
