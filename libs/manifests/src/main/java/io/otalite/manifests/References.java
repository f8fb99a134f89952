package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * References that spell out a namespace follow the object they mean to where it has been moved: the subjects of a binding
 * their service account, a webhook its service. As in kustomize they are read as they were written: in the namespace that
 * the object had in its own file.
 */
record References(List<Resource> resources) {
    References {
        resources = List.copyOf(resources);
    }

    static boolean isBinding(ObjectId id) {
        return id.group().equals("rbac.authorization.k8s.io") && id.kind().endsWith("RoleBinding");
    }

    void follow() {
        for (var resource : resources) {
            if (isBinding(resource.id())) {
                resource.object().path("subjects").forEach(this::followSubject);
            }
            if (resource.id().group().equals("admissionregistration.k8s.io")) {
                for (var webhook : resource.object().path("webhooks")) {
                    follow(webhook.path("clientConfig").path("service"), "Service");
                }
            }
        }
    }

    private void followSubject(JsonNode subject) {
        if (subject.path("kind").asText().equals("ServiceAccount")) {
            follow(subject, "ServiceAccount");
        }
    }

    /** Where several are meant, the reference stays as it is. */
    private void follow(JsonNode reference, String kind) {
        var namespaces = resources.stream()
                .filter(resource -> isMeant(resource, reference, kind))
                .map(resource -> resource.id().namespace())
                .distinct()
                .toList();
        if (namespaces.size() == 1 && !namespaces.getFirst().isEmpty() && reference instanceof ObjectNode object) {
            object.put("namespace", namespaces.getFirst());
        }
    }

    private static boolean isMeant(Resource resource, JsonNode reference, String kind) {
        var id = resource.id();
        var namespace = reference.path("namespace").asText();
        return id.group().isEmpty()
                && id.kind().equals(kind)
                && id.name().equals(reference.path("name").asText())
                && (namespace.isEmpty() || orDefault(namespace).equals(orDefault(resource.writtenNamespace())));
    }

    private static String orDefault(String namespace) {
        return namespace.isEmpty() ? "default" : namespace;
    }
}
