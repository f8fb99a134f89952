package io.otalite.rotation.observation.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.observation.Kinds;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the API server which kinds it has. */
final class Discovery {
    private static final List<String> WATCHABLE = List.of("list", "watch");

    private Discovery() {}

    /**
     * What the server answered.
     *
     * @param kinds by their words
     * @param silent groups that exist and whose own server did not answer
     */
    record Found(Map<String, ApiKind> kinds, Set<String> silent) {}

    /** @throws KubernetesClientException when the server cannot be asked */
    static Found ask(KubernetesClient client) {
        var kinds = new LinkedHashMap<String, ApiKind>();
        var silent = new HashSet<String>();
        read(client, "", "v1", kinds, silent);
        if (!silent.isEmpty()) {
            throw new KubernetesClientException("The core group was not answered");
        }
        var groups = client.getApiGroups();
        if (groups == null) {
            throw new KubernetesClientException("The list of groups was not answered");
        }
        for (var group : groups.getGroups()) {
            for (var version : versions(group)) {
                read(client, group.getName(), version, kinds, silent);
            }
        }
        return new Found(kinds, silent);
    }

    /** The one that the server prefers first: a kind is watched in the first version that has it. */
    private static Set<String> versions(APIGroup group) {
        var versions = new LinkedHashSet<String>();
        if (group.getPreferredVersion() != null) {
            versions.add(group.getPreferredVersion().getVersion());
        }
        group.getVersions().stream().map(GroupVersionForDiscovery::getVersion).forEach(versions::add);
        return versions;
    }

    private static void read(
            KubernetesClient client, String group, String version, Map<String, ApiKind> kinds, Set<String> silent) {
        try {
            var list = client.getApiResources(group.isEmpty() ? version : group + '/' + version);
            if (list == null) {
                silent.add(group);
                return;
            }
            for (var resource : list.getResources()) {
                if (resource.getVerbs().containsAll(WATCHABLE)
                        && !resource.getName().contains("/")) {
                    var kind = kind(group, version, resource);
                    kinds.putIfAbsent(kind.word(), kind);
                }
            }
        } catch (KubernetesClientException unanswered) {
            silent.add(group);
        }
    }

    private static ApiKind kind(String group, String version, APIResource resource) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", group.isEmpty() ? version : group + '/' + version)
                .put("kind", resource.getKind());
        return new ApiKind(
                Kinds.of(object),
                resource.getKind(),
                group,
                version,
                resource.getName(),
                Boolean.TRUE.equals(resource.getNamespaced()));
    }
}
