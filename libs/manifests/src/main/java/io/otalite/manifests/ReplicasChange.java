package io.otalite.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** How many pods a workload has. */
record ReplicasChange(String name, int count, String where) implements Kustomization.Change {
    private static final Set<String> KINDS = Set.of("Deployment", "ReplicaSet", "ReplicationController", "StatefulSet");

    static ReplicasChange of(Fields fields) {
        var name = fields.requiredText("name");
        var count = fields.count("count").orElseThrow(() -> fields.refused("count", "must be there"));
        fields.end();
        return new ReplicasChange(name, count, fields.where());
    }

    @Override
    public List<Resource> applyTo(List<Resource> resources) {
        var found =
                resources.stream().map(Resource::object).filter(this::isMeant).toList();
        if (found.isEmpty()) {
            throw new ManifestException(where, "there is no %s with the name %s".formatted(KINDS, name));
        }
        found.forEach(object -> object.withObject("/spec").put("replicas", count));
        return resources;
    }

    private boolean isMeant(ObjectNode object) {
        return KINDS.contains(object.path("kind").asText())
                && object.path("spec").isObject()
                && ObjectId.of(object).name().equals(name);
    }
}
