package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What tells one object from another within a set of manifests.
 *
 * @param group empty for the core group
 * @param namespace empty where none is written
 */
record ObjectId(String group, String version, String kind, String namespace, String name) {

    static ObjectId of(JsonNode object) {
        var apiVersion = object.path("apiVersion").asText();
        var slash = apiVersion.indexOf('/');
        var metadata = object.path("metadata");
        return new ObjectId(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                object.path("kind").asText(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    /** Whether a patch that names {@code this} means the other one; a patch without a namespace means any. */
    boolean names(ObjectId other) {
        return group.equals(other.group)
                && version.equals(other.version)
                && kind.equals(other.kind)
                && name.equals(other.name)
                && (namespace.isEmpty() || namespace.equals(other.namespace));
    }

    /** Whether objects of the kind live outside namespaces. */
    boolean clusterScoped() {
        return ClusterScopedKinds.contains(group, kind);
    }

    @Override
    public String toString() {
        return "%s \"%s\"%s".formatted(kind, name, namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\"");
    }
}
