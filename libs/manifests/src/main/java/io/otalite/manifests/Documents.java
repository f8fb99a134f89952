package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Kubernetes objects in a YAML text. Lists are taken apart, empty documents left out, everything else is refused. */
final class Documents {
    private Documents() {}

    static List<Manifest> read(String name, String text) {
        var documents = YamlReader.documents(name, text);
        var manifests = new ArrayList<Manifest>();
        for (var i = 0; i < documents.size(); i++) {
            if (!documents.get(i).isNull()) {
                collect(documents.get(i), new Origin(name, i + 1), manifests);
            }
        }
        return manifests;
    }

    /** Lists within lists end where the text is nested too deeply to be read. */
    private static void collect(JsonNode document, Origin origin, List<Manifest> manifests) {
        if (!(document instanceof ObjectNode object)) {
            throw ManifestException.at(origin, "expected a Kubernetes object, found: " + typeOf(document));
        }
        requireText(object, "apiVersion", origin);
        requireText(object, "kind", origin);
        var kind = object.path("kind").asText();
        if (object.path("apiVersion").asText().startsWith("kustomize.config.k8s.io/")) {
            throw ManifestException.at(origin, "a %s is not an object of a cluster: name its folder".formatted(kind));
        }
        if (kind.endsWith("List") && object.path("items").isArray()) {
            object.path("items").forEach(item -> collect(item, origin, manifests));
            return;
        }
        requireName(object, origin);
        manifests.add(new Manifest(object, origin));
    }

    private static void requireName(ObjectNode object, Origin origin) {
        var metadata = object.path("metadata");
        if (!isText(metadata.path("name")) && !isText(metadata.path("generateName"))) {
            throw ManifestException.at(
                    origin,
                    "the %s has no metadata.name".formatted(object.path("kind").asText()));
        }
    }

    private static void requireText(ObjectNode object, String field, Origin origin) {
        if (!isText(object.path(field))) {
            throw ManifestException.at(
                    origin, "this is not a Kubernetes object: it has no %s (a text)".formatted(field));
        }
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() && !value.asText().isBlank();
    }

    private static String typeOf(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
