package io.otalite.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An object while a kustomization is built.
 *
 * @param writtenNamespace the namespace in its file, by which references to it were written; empty for none
 */
record Resource(ObjectNode object, Origin origin, String writtenNamespace) {
    static Resource of(Manifest manifest) {
        return new Resource(
                manifest.object(),
                manifest.origin(),
                ObjectId.of(manifest.object()).namespace());
    }

    static List<Resource> of(List<Manifest> manifests) {
        return manifests.stream().map(Resource::of).toList();
    }

    Resource with(ObjectNode changed) {
        return new Resource(changed, origin, writtenNamespace);
    }

    ObjectId id() {
        return ObjectId.of(object);
    }

    /** Without empty annotations, as kustomize leaves them out. */
    Manifest manifest() {
        if (object.path("metadata") instanceof ObjectNode metadata
                && metadata.path("annotations").isEmpty()) {
            metadata.remove("annotations");
        }
        return new Manifest(object, origin);
    }
}
