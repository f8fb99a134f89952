package io.otalite.rotation.observation.kubernetes;

import io.otalite.rotation.observation.Kinds;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which kinds are watched: these, and every kind that a cluster has been taught. */
final class WatchedKinds {
    /** The namespaces come first: they tell where to look when a kind may not be listed everywhere. */
    static final List<String> TABLE = List.of(
            Kinds.NAMESPACE,
            Kinds.NODE,
            Kinds.POD,
            Kinds.SECRET,
            Kinds.CONFIG_MAP,
            Kinds.SERVICE_ACCOUNT,
            Kinds.SERVICE,
            Kinds.CLAIM,
            Kinds.VOLUME,
            Kinds.RESOURCE_QUOTA,
            Kinds.REPLICATION_CONTROLLER,
            Kinds.POD_TEMPLATE,
            Kinds.DEPLOYMENT,
            Kinds.REPLICA_SET,
            Kinds.STATEFUL_SET,
            Kinds.DAEMON_SET,
            Kinds.CONTROLLER_REVISION,
            Kinds.JOB,
            Kinds.CRON_JOB,
            Kinds.INGRESS,
            Kinds.ROLE,
            Kinds.PRIORITY_CLASS,
            Kinds.RUNTIME_CLASS,
            Kinds.STORAGE_CLASS,
            Kinds.RESOURCE_CLAIM,
            Kinds.RESOURCE_CLAIM_TEMPLATE,
            Kinds.CLUSTER_TRUST_BUNDLE,
            Kinds.EXTERNAL_SECRET,
            Kinds.CERTIFICATE,
            Kinds.SECRET_PROVIDER_CLASS);

    /** Groups of Kubernetes itself that are named like those of extensions; nothing in them refers to a Secret. */
    private static final Set<String> OF_THE_SERVER =
            Set.of("apiregistration.k8s.io", "flowcontrol.apiserver.k8s.io", "metrics.k8s.io");

    /** The groups of Kubernetes' own kinds of the table, but for those of the core group. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry(Kinds.DEPLOYMENT, "apps"),
            Map.entry(Kinds.REPLICA_SET, "apps"),
            Map.entry(Kinds.STATEFUL_SET, "apps"),
            Map.entry(Kinds.DAEMON_SET, "apps"),
            Map.entry(Kinds.CONTROLLER_REVISION, "apps"),
            Map.entry(Kinds.JOB, "batch"),
            Map.entry(Kinds.CRON_JOB, "batch"),
            Map.entry(Kinds.INGRESS, "networking.k8s.io"),
            Map.entry(Kinds.ROLE, "rbac.authorization.k8s.io"),
            Map.entry(Kinds.PRIORITY_CLASS, "scheduling.k8s.io"),
            Map.entry(Kinds.RUNTIME_CLASS, "node.k8s.io"),
            Map.entry(Kinds.STORAGE_CLASS, "storage.k8s.io"),
            Map.entry(Kinds.RESOURCE_CLAIM, "resource.k8s.io"),
            Map.entry(Kinds.RESOURCE_CLAIM_TEMPLATE, "resource.k8s.io"),
            Map.entry(Kinds.CLUSTER_TRUST_BUNDLE, "certificates.k8s.io"));

    private static final Set<String> EVERYWHERE = Set.of("", "apps", "batch");

    private WatchedKinds() {}

    static boolean include(ApiKind kind) {
        return TABLE.contains(kind.word()) || (!Kinds.isBuiltIn(kind.word()) && !OF_THE_SERVER.contains(kind.group()));
    }

    /** The group that brings a kind of the table; empty for the core group. */
    static String groupOf(String word) {
        var dot = word.indexOf('.');
        return dot < 0 ? GROUPS.getOrDefault(word, "") : word.substring(dot + 1);
    }

    /** Whether there is no cluster without the group: what is not named of it was not answered, and is not absent. */
    static boolean isEverywhere(String group) {
        return EVERYWHERE.contains(group);
    }
}
