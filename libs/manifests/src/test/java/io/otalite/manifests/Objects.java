package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Manifests in a form that can be compared. */
final class Objects {
    private Objects() {}

    /** Ports by their text: their order means nothing, and kustomize has two. Every other order counts. */
    static List<ObjectNode> of(List<Manifest> manifests) {
        return manifests.stream()
                .map(manifest -> sortedPorts(manifest.object()))
                .toList();
    }

    private static ObjectNode sortedPorts(ObjectNode object) {
        object.findParents("ports").forEach(parent -> {
            if (parent.path("ports") instanceof ArrayNode ports) {
                var sorted = StreamSupport.stream(ports.spliterator(), false)
                        .sorted(Comparator.comparing(Objects::text))
                        .toList();
                ports.removeAll().addAll(sorted);
            }
        });
        return object;
    }

    /** Whatever order its fields are in. */
    private static String text(JsonNode port) {
        return port.properties().stream().map(Map.Entry::toString).sorted().collect(Collectors.joining(","));
    }
}
