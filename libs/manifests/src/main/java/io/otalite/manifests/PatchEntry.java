package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code patches}: a strategic merge patch, which may name its object itself, or a JSON patch (RFC 6902), which
 * needs a target. Unlike kustomize, it must meet an object: a patch that changes nothing is a mistake.
 *
 * @param text the patch when it is written in the kustomization; empty when {@code path} leads to it
 */
record PatchEntry(String where, String text, String path, Optional<PatchTarget> target) {

    static PatchEntry of(Fields fields) {
        var text = fields.text("patch").orElse("");
        var path = fields.text("path").orElse("");
        if (text.isEmpty() == path.isEmpty()) {
            throw new ManifestException(fields.where(), "needs either patch or path");
        }
        var target = fields.map("target").map(PatchTarget::of);
        fields.end();
        return new PatchEntry(fields.where(), text, path, target);
    }

    List<Resource> applyTo(List<Resource> resources, KustomizationFile file) {
        var source = path.isEmpty() ? where : where + ", " + path;
        var content = path.isEmpty() ? text : file.text(path);
        var documents = YamlReader.documents(source, content);
        documents.removeIf(JsonNode::isNull);
        if (target.isPresent() && documents.size() != 1) {
            throw new ManifestException(source, "a patch with a target must be one document");
        }
        target.ifPresent(several -> file.takeFor(selected(resources, several, source), content.length()));
        var result = resources;
        for (var document : documents) {
            result = switch (document) {
                case ObjectNode merge -> merged(result, merge, source);
                case ArrayNode operations -> patched(result, operations, source);
                default -> throw new ManifestException(source, "is neither a map nor a list of operations");
            };
        }
        return result;
    }

    private List<Resource> merged(List<Resource> resources, ObjectNode patch, String source) {
        // Also with a target, where it means nothing; kustomize insists on it.
        if (patch.path("kind").asText().isEmpty() || ObjectId.of(patch).name().isEmpty()) {
            throw new ManifestException(source, "a merge patch needs kind and metadata.name");
        }
        var selected = target.isPresent() ? selected(resources, target.get(), source) : named(resources, patch, source);
        var result = new ArrayList<Resource>();
        for (var resource : resources) {
            if (!selected.contains(resource)) {
                result.add(resource);
            } else if (!StrategicMerge.directiveOf(patch).equals("delete")) {
                result.add(mergedInto(resource, patch, source));
            }
        }
        return result;
    }

    /** What an object is called does not change, whatever the patch is called. */
    private static Resource mergedInto(Resource resource, ObjectNode patch, String source) {
        var nameless = patch.deepCopy();
        nameless.remove(List.of("apiVersion", "kind"));
        if (nameless.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("name", "namespace"));
        }
        return unrenamed(resource, merged(resource, nameless, source), source);
    }

    private static ObjectNode merged(Resource resource, ObjectNode patch, String source) {
        try {
            return StrategicMerge.merge(resource.object(), patch);
        } catch (ManifestException e) {
            throw new ManifestException(source, e.what(), e);
        }
    }

    private List<Resource> patched(List<Resource> resources, ArrayNode operations, String source) {
        if (target.isEmpty()) {
            throw new ManifestException(source, "a list of operations (RFC 6902) needs a target");
        }
        requireOperations(operations, source);
        var selected = selected(resources, target.get(), source);
        return resources.stream()
                .map(resource -> selected.contains(resource) ? patched(resource, operations, source) : resource)
                .toList();
    }

    private static Resource patched(Resource resource, ArrayNode operations, String source) {
        try {
            return unrenamed(resource, JsonPatch.apply(operations, resource.object()), source);
        } catch (JsonPatchException e) {
            throw new ManifestException(source, "does not apply to %s: %s".formatted(resource.id(), e.getMessage()), e);
        }
    }

    private static Resource unrenamed(Resource resource, JsonNode patched, String source) {
        if (patched instanceof ObjectNode object && ObjectId.of(object).names(resource.id())) {
            return resource.with(object);
        }
        throw new ManifestException(
                source, "the object must stay %s; a patch does not rename".formatted(resource.id()));
    }

    /** A few copies of what was copied before make a huge object out of nothing. */
    private static void requireOperations(ArrayNode operations, String source) {
        for (var operation : operations) {
            if (!operation.path("op").isTextual()) {
                throw new ManifestException(source, "is not a list of operations (RFC 6902): " + operation);
            }
            if (operation.path("op").asText().equals("copy")) {
                throw new ManifestException(source, "the operation copy is not supported: write the value out");
            }
        }
    }

    private static List<Resource> selected(List<Resource> resources, PatchTarget target, String source) {
        var selected = resources.stream()
                .filter(resource -> target.matches(resource.object()))
                .toList();
        if (selected.isEmpty()) {
            throw new ManifestException(source, "the target matches no object");
        }
        return selected;
    }

    private static List<Resource> named(List<Resource> resources, ObjectNode patch, String source) {
        var id = ObjectId.of(patch);
        var named =
                resources.stream().filter(resource -> id.names(resource.id())).toList();
        if (named.size() != 1) {
            throw new ManifestException(
                    source, "patches %s, of which there are %d; name one, or use a target".formatted(id, named.size()));
        }
        return named;
    }
}
