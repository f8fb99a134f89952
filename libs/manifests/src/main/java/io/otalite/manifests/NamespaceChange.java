package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One namespace for all objects that live in one; a {@code Namespace} among them takes its name. */
record NamespaceChange(String namespace) implements Kustomization.Change {

    @Override
    public List<Resource> applyTo(List<Resource> resources) {
        resources.forEach(resource -> move(resource.object()));
        return resources;
    }

    private void move(ObjectNode object) {
        var id = ObjectId.of(object);
        var metadata = object.withObject("/metadata");
        if (id.kind().equals("Namespace") && id.group().isEmpty()) {
            metadata.put("name", namespace);
        } else if (!id.clusterScoped()) {
            metadata.put("namespace", namespace);
        }
        if (References.isBinding(id)) {
            object.path("subjects").forEach(this::moveDefaultAccount);
        }
    }

    /** Nobody declares the account "default", so no reference can find it: it is in every namespace. */
    private void moveDefaultAccount(JsonNode subject) {
        if (subject instanceof ObjectNode account
                && account.path("kind").asText().equals("ServiceAccount")
                && account.path("name").asText().equals("default")) {
            account.put("namespace", namespace);
        }
    }
}
