package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By which field the elements of a list are told apart when lists are merged: {@code x-kubernetes-patch-merge-key} of the
 * Kubernetes OpenAPI document. A list that is not here is replaced as a whole.
 */
final class MergeKeys {
    private static final Map<String, List<String>> BY_FIELD = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("resourceClaims", List.of("name")),
            Map.entry("schedulingGates", List.of("name")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("webhooks", List.of("name")));

    private MergeKeys() {}

    /**
     * @param kind of the object the list is in
     * @param parent the field that holds the list, or the list of containers around it
     * @return the fields whose values together are the key; empty when the list is replaced
     */
    static Optional<List<String>> of(String kind, String parent, String field) {
        return switch (field) {
            case "ports" -> ports(kind, parent);
            case "secrets" -> kind.equals("ServiceAccount") ? Optional.of(List.of("name")) : Optional.empty();
            case "imagePullSecrets" -> kind.equals("ServiceAccount") ? Optional.empty() : Optional.of(List.of("name"));
            default -> Optional.ofNullable(BY_FIELD.get(field));
        };
    }

    private static Optional<List<String>> ports(String kind, String parent) {
        if (parent.endsWith("ontainers")) {
            return Optional.of(List.of("containerPort", "protocol"));
        }
        return kind.equals("Service") ? Optional.of(List.of("port", "protocol")) : Optional.empty();
    }

    /** The value of the key, empty when the element has none of its own. */
    static Optional<String> valueIn(JsonNode element, List<String> key) {
        if (!(element instanceof ObjectNode object)
                || !object.path(key.getFirst()).isValueNode()) {
            return Optional.empty();
        }
        var first = object.path(key.getFirst()).asText();
        // A port without a protocol is a TCP port.
        return Optional.of(
                key.size() == 1 ? first : first + "/" + object.path("protocol").asText("TCP"));
    }
}
