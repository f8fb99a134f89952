package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Another name, tag or digest for an image, wherever containers are. */
record ImagesChange(String name, Optional<String> newName, Optional<String> newTag, Optional<String> digest)
        implements Kustomization.Change {
    /** What may follow the name of an image. */
    private static final Pattern VERSION = Pattern.compile("(:[A-Za-z0-9_.-]+)?(@[a-z0-9]+:[a-fA-F0-9]+)?");

    private static final List<String> CONTAINERS = List.of("containers", "initContainers");

    static ImagesChange of(Fields fields) {
        var change = new ImagesChange(
                fields.requiredText("name"), fields.text("newName"), fields.text("newTag"), fields.text("digest"));
        fields.end();
        return change;
    }

    @Override
    public List<Resource> applyTo(List<Resource> resources) {
        resources.forEach(resource -> walk(resource.object()));
        return resources;
    }

    private void walk(JsonNode node) {
        for (var field : CONTAINERS) {
            node.path(field).forEach(this::change);
        }
        node.forEach(this::walk);
    }

    private void change(JsonNode container) {
        if (container instanceof ObjectNode object && object.path("image").isTextual()) {
            object.put("image", changed(object.path("image").asText()));
        }
    }

    /** A new tag or digest drops both that were there, as in kustomize. */
    private String changed(String image) {
        if (!image.startsWith(name)) {
            return image;
        }
        var version = image.substring(name.length());
        if (!VERSION.matcher(version).matches()) {
            return image;
        }
        var base = newName.orElse(name);
        if (newTag.isEmpty() && digest.isEmpty()) {
            return base + version;
        }
        return base
                + newTag.map(tag -> ":" + tag).orElse("")
                + digest.map(value -> "@" + value).orElse("");
    }
}
