package io.otalite.rotation.observation.kubernetes;

import io.otalite.rotation.observation.Kinds;
import java.util.List;
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

    private WatchedKinds() {}

    static boolean include(ApiKind kind) {
        return TABLE.contains(kind.word()) || (!Kinds.isBuiltIn(kind.word()) && !OF_THE_SERVER.contains(kind.group()));
    }

    /** The group that brings a kind of the table; empty for Kubernetes' own. */
    static String groupOf(String word) {
        var dot = word.indexOf('.');
        return dot < 0 ? "" : word.substring(dot + 1);
    }
}
