package io.otalite.manifests;

import java.util.Comparator;
import java.util.List;

/**
 * The order in which kustomize prints objects ("legacy"): what others need comes first, webhooks come last, since they could
 * refuse the rest. The order within a kind is by namespace and name.
 */
final class ApplyOrder {
    private static final List<String> FIRST = List.of(
            "Namespace",
            "ResourceQuota",
            "StorageClass",
            "CustomResourceDefinition",
            "ServiceAccount",
            "PodSecurityPolicy",
            "Role",
            "ClusterRole",
            "RoleBinding",
            "ClusterRoleBinding",
            "ConfigMap",
            "Secret",
            "Endpoints",
            "Service",
            "LimitRange",
            "PriorityClass",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Deployment",
            "StatefulSet",
            "CronJob",
            "PodDisruptionBudget");
    private static final List<String> LAST = List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");

    private ApplyOrder() {}

    static List<Resource> sorted(List<Resource> resources) {
        var order = Comparator.comparingInt((Resource resource) -> rank(resource.id()))
                .thenComparing(resource -> place(resource.id()));
        return resources.stream().sorted(order).toList();
    }

    /** Compared as one text, so "shop-old" comes before "shop"; the core group comes after the others. */
    private static String place(ObjectId id) {
        return "%s_%s_%s|%s|%s"
                .formatted(id.group().isEmpty() ? "~" : id.group(), id.version(), id.kind(), id.namespace(), id.name());
    }

    private static int rank(ObjectId id) {
        if (LAST.contains(id.kind())) {
            return FIRST.size() + 1 + LAST.indexOf(id.kind());
        }
        return FIRST.contains(id.kind()) ? FIRST.indexOf(id.kind()) : FIRST.size();
    }
}
