package io.otalite.emulator.cluster.patch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one table of the lists whose elements have an identity, and of the objects that have no parts. A strategic merge and
 * a server-side apply disagree on some of them: the former goes by {@code patchMergeKey}, the latter by
 * {@code x-kubernetes-list-map-keys} and {@code x-kubernetes-map-type} of the same OpenAPI document.
 *
 * <p>Rows are {@code Type.field}; a list that is not here is replaced as a whole.
 */
final class MergeKeys {
    /** Elements are their own identity: a set of strings. */
    private static final Set<String> SETS = Set.of("ObjectMeta.finalizers", "NodeSpec.podCIDRs");

    private static final Map<String, String> STRATEGIC = Map.ofEntries(
            Map.entry("PodSpec.containers", "name"),
            Map.entry("PodSpec.initContainers", "name"),
            Map.entry("PodSpec.ephemeralContainers", "name"),
            Map.entry("PodSpec.volumes", "name"),
            Map.entry("PodSpec.imagePullSecrets", "name"),
            Map.entry("PodSpec.resourceClaims", "name"),
            Map.entry("PodSpec.schedulingGates", "name"),
            Map.entry("PodSpec.hostAliases", "ip"),
            Map.entry("PodSpec.topologySpreadConstraints", "topologyKey"),
            Map.entry("Container.env", "name"),
            Map.entry("Container.ports", "containerPort"),
            Map.entry("Container.volumeMounts", "mountPath"),
            Map.entry("Container.volumeDevices", "devicePath"),
            Map.entry("PodStatus.podIPs", "ip"),
            Map.entry("PodStatus.hostIPs", "ip"),
            Map.entry("NodeStatus.addresses", "type"),
            Map.entry("ServiceSpec.ports", "port"),
            Map.entry("ServiceAccount.secrets", "name"),
            Map.entry("ObjectMeta.ownerReferences", "uid"),
            Map.entry("ValidatingWebhookConfiguration.webhooks", "name"));

    private static final Map<String, List<String>> APPLY = Map.ofEntries(
            Map.entry("PodSpec.containers", List.of("name")),
            Map.entry("PodSpec.initContainers", List.of("name")),
            Map.entry("PodSpec.ephemeralContainers", List.of("name")),
            Map.entry("PodSpec.volumes", List.of("name")),
            Map.entry("PodSpec.imagePullSecrets", List.of("name")),
            Map.entry("PodSpec.resourceClaims", List.of("name")),
            Map.entry("PodSpec.schedulingGates", List.of("name")),
            Map.entry("PodSpec.hostAliases", List.of("ip")),
            Map.entry("PodSpec.topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("Container.env", List.of("name")),
            Map.entry("Container.ports", List.of("containerPort", "protocol")),
            Map.entry("Container.volumeMounts", List.of("mountPath")),
            Map.entry("Container.volumeDevices", List.of("devicePath")),
            Map.entry("ResourceRequirements.claims", List.of("name")),
            Map.entry("PodStatus.podIPs", List.of("ip")),
            Map.entry("NodeStatus.addresses", List.of("type")),
            Map.entry("ServiceSpec.ports", List.of("port", "protocol")),
            Map.entry("ServiceAccount.secrets", List.of("name")),
            Map.entry("ObjectMeta.ownerReferences", List.of("uid")),
            Map.entry("ValidatingWebhookConfiguration.webhooks", List.of("name")));

    /** Types, and maps by {@code Type.field}, that a server-side apply owns as a whole. */
    private static final Set<String> ATOMIC = Set.of(
            "LabelSelector",
            "SecretKeySelector",
            "ConfigMapKeySelector",
            "ObjectFieldSelector",
            "ResourceFieldSelector",
            "LocalObjectReference",
            "TypedLocalObjectReference",
            "ObjectReference",
            "SecretReference",
            "OwnerReference",
            "NodeSelector",
            "NodeSelectorTerm",
            "ScopeSelector",
            "RoleRef",
            "Subject",
            "PodSpec.nodeSelector",
            "ServiceSpec.selector");

    private MergeKeys() {}

    /** How a list takes a change. */
    sealed interface ListRule {
        /** The new list replaces the old one. */
        enum Atomic implements ListRule {
            WHOLE
        }

        /** Elements come and go, none is there twice. */
        enum OfScalars implements ListRule {
            SET
        }

        /** Elements are found by these of their fields. */
        record ByKeys(List<String> keys) implements ListRule {}
    }

    static ListRule strategic(String type, String field) {
        var row = row(type, field);
        if (SETS.contains(row)) {
            return ListRule.OfScalars.SET;
        }
        if (isConditions(type, field)) {
            return new ListRule.ByKeys(List.of("type"));
        }
        var key = STRATEGIC.get(row);
        return key == null ? ListRule.Atomic.WHOLE : new ListRule.ByKeys(List.of(key));
    }

    static ListRule apply(String type, String field) {
        var row = row(type, field);
        if (SETS.contains(row)) {
            return ListRule.OfScalars.SET;
        }
        if (isConditions(type, field) && !type.equals("JobStatus")) {
            return new ListRule.ByKeys(List.of("type"));
        }
        var keys = APPLY.get(row);
        return keys == null ? ListRule.Atomic.WHOLE : new ListRule.ByKeys(keys);
    }

    /** Whether a server-side apply owns a value of this type, or in this field, as a whole. */
    static boolean isAtomic(String typeOrRow) {
        return ATOMIC.contains(typeOrRow);
    }

    /** What a key field is when an element does not say it. */
    static String defaultOf(String key) {
        return key.equals("protocol") ? "TCP" : "";
    }

    static String row(String type, String field) {
        return (type.equals("EphemeralContainer") ? "Container" : type) + "." + field;
    }

    private static boolean isConditions(String type, String field) {
        return field.equals("conditions") && type.endsWith("Status");
    }
}
