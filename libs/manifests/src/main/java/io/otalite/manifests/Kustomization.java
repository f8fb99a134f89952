package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The supported part of a kustomization, as written. This record is the list of what is supported; any other field is
 * refused when it is read.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/">The kustomization file</a>
 */
record Kustomization(
        boolean component,
        List<String> resources,
        List<String> components,
        List<Generator> generators,
        List<PatchEntry> patches,
        List<Change> changes) {

    /** How a kustomization changes all objects that it has gathered. */
    @FunctionalInterface
    interface Change {
        List<Resource> applyTo(List<Resource> resources);

        /** How much it adds to an object at most, about. */
        default long bytesPerObject() {
            return 0;
        }

        /** What entries of a map add. */
        static long bytesOf(Map<String, String> entries) {
            return entries.entrySet().stream()
                    .mapToLong(
                            entry -> entry.getKey().length() + entry.getValue().length())
                    .sum();
        }
    }

    Kustomization {
        resources = List.copyOf(resources);
        components = List.copyOf(components);
        generators = List.copyOf(generators);
        patches = List.copyOf(patches);
        changes = List.copyOf(changes);
    }

    /** @param where the file, for messages */
    static Kustomization of(JsonNode document, String where) {
        var fields = Fields.of(document, where);
        fields.ignore("apiVersion");
        fields.ignore("kind");
        fields.ignore("metadata");
        var component = KustomizationFile.isComponent(document, where);
        var kustomization = new Kustomization(
                component,
                fields.texts("resources"),
                fields.texts("components"),
                Generator.allOf(fields),
                fields.maps("patches").stream().map(PatchEntry::of).toList(),
                Changes.of(fields));
        fields.end();
        return kustomization;
    }
}
