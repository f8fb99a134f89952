package io.otalite.emulator.cluster.objects;

import static io.otalite.emulator.cluster.objects.Kind.Scope.CLUSTER;
import static io.otalite.emulator.cluster.objects.Kind.Scope.NAMESPACED;
import static io.otalite.emulator.cluster.objects.Kind.Subresource.LOG;
import static io.otalite.emulator.cluster.objects.Kind.Subresource.SCALE;
import static io.otalite.emulator.cluster.objects.Kind.Subresource.STATUS;

import io.otalite.emulator.cluster.objects.Kind.Scope;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of the kinds that are offered. A kind without a controller is stored, listed and watched all the same,
 * which is what a reader of references needs; a kind that is not here is unknown to every client.
 */
public final class Kinds {
    private static final List<String> ALL = List.of("all");

    public static final Kind NAMESPACE = core("Namespace", "namespaces", CLUSTER, List.of("ns"), List.of(), STATUS);
    public static final Kind NODE = core("Node", "nodes", CLUSTER, List.of("no"), List.of(), STATUS);
    public static final Kind POD = core("Pod", "pods", NAMESPACED, List.of("po"), ALL, STATUS, LOG);
    public static final Kind SECRET = core("Secret", "secrets", NAMESPACED, List.of(), List.of());
    public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps", NAMESPACED, List.of("cm"), List.of());
    public static final Kind SERVICE = core("Service", "services", NAMESPACED, List.of("svc"), ALL, STATUS);
    public static final Kind SERVICE_ACCOUNT =
            core("ServiceAccount", "serviceaccounts", NAMESPACED, List.of("sa"), List.of());
    public static final Kind EVENT = core("Event", "events", NAMESPACED, List.of("ev"), List.of());
    public static final Kind PERSISTENT_VOLUME_CLAIM =
            core("PersistentVolumeClaim", "persistentvolumeclaims", NAMESPACED, List.of("pvc"), List.of(), STATUS);
    public static final Kind PERSISTENT_VOLUME =
            core("PersistentVolume", "persistentvolumes", CLUSTER, List.of("pv"), List.of(), STATUS);
    public static final Kind REPLICATION_CONTROLLER =
            core("ReplicationController", "replicationcontrollers", NAMESPACED, List.of("rc"), ALL, STATUS);
    public static final Kind POD_TEMPLATE = core("PodTemplate", "podtemplates", NAMESPACED, List.of(), List.of());
    public static final Kind RESOURCE_QUOTA =
            core("ResourceQuota", "resourcequotas", NAMESPACED, List.of("quota"), List.of(), STATUS);
    public static final Kind LIMIT_RANGE = core("LimitRange", "limitranges", NAMESPACED, List.of("limits"), List.of());

    public static final Kind DEPLOYMENT = apps("Deployment", "deployments", List.of("deploy"), STATUS, SCALE);
    public static final Kind REPLICA_SET = apps("ReplicaSet", "replicasets", List.of("rs"), STATUS, SCALE);
    public static final Kind STATEFUL_SET = apps("StatefulSet", "statefulsets", List.of("sts"), STATUS, SCALE);
    public static final Kind DAEMON_SET = apps("DaemonSet", "daemonsets", List.of("ds"), STATUS);
    public static final Kind CONTROLLER_REVISION = new Kind(
            "apps", "v1", "ControllerRevision", "controllerrevisions", NAMESPACED, List.of(), List.of(), Set.of());

    public static final Kind JOB = new Kind("batch", "v1", "Job", "jobs", NAMESPACED, List.of(), ALL, Set.of(STATUS));
    public static final Kind CRON_JOB =
            new Kind("batch", "v1", "CronJob", "cronjobs", NAMESPACED, List.of("cj"), ALL, Set.of(STATUS));
    public static final Kind LEASE = plain("coordination.k8s.io", "Lease", "leases", NAMESPACED);
    public static final Kind ENDPOINT_SLICE = plain("discovery.k8s.io", "EndpointSlice", "endpointslices", NAMESPACED);
    public static final Kind NETWORK_POLICY =
            plain("networking.k8s.io", "NetworkPolicy", "networkpolicies", NAMESPACED, "netpol");
    public static final Kind INGRESS = plain("networking.k8s.io", "Ingress", "ingresses", NAMESPACED, "ing");
    public static final Kind POD_DISRUPTION_BUDGET = new Kind(
            "policy",
            "v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            NAMESPACED,
            List.of("pdb"),
            List.of(),
            Set.of(STATUS));
    public static final Kind PRIORITY_CLASS =
            plain("scheduling.k8s.io", "PriorityClass", "priorityclasses", CLUSTER, "pc");
    public static final Kind RUNTIME_CLASS = plain("node.k8s.io", "RuntimeClass", "runtimeclasses", CLUSTER);
    public static final Kind ROLE = plain("rbac.authorization.k8s.io", "Role", "roles", NAMESPACED);
    public static final Kind ROLE_BINDING =
            plain("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", NAMESPACED);
    public static final Kind CLUSTER_ROLE = plain("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", CLUSTER);
    public static final Kind CLUSTER_ROLE_BINDING =
            plain("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings", CLUSTER);
    public static final Kind VALIDATING_WEBHOOK_CONFIGURATION = plain(
            "admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations",
            CLUSTER);

    public static final Kind STORAGE_CLASS = plain("storage.k8s.io", "StorageClass", "storageclasses", CLUSTER, "sc");
    public static final Kind CSI_DRIVER = plain("storage.k8s.io", "CSIDriver", "csidrivers", CLUSTER);
    public static final Kind RESOURCE_CLAIM =
            of("resource.k8s.io", "v1", "ResourceClaim", "resourceclaims", NAMESPACED, STATUS);
    public static final Kind RESOURCE_CLAIM_TEMPLATE =
            plain("resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", NAMESPACED);
    public static final Kind CUSTOM_RESOURCE_DEFINITION = new Kind(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            CLUSTER,
            List.of("crd", "crds"),
            List.of(),
            Set.of(STATUS));

    // Kinds that a cluster has when their operators are installed: they are here because what they hold, or make, is
    // what pods need.
    public static final Kind EXTERNAL_SECRET =
            of("external-secrets.io", "v1", "ExternalSecret", "externalsecrets", NAMESPACED, STATUS);
    public static final Kind CERTIFICATE =
            of("cert-manager.io", "v1", "Certificate", "certificates", NAMESPACED, STATUS);
    public static final Kind SECRET_PROVIDER_CLASS =
            of("secrets-store.csi.x-k8s.io", "v1", "SecretProviderClass", "secretproviderclasses", NAMESPACED);
    public static final Kind ROLLOUT = of("argoproj.io", "v1alpha1", "Rollout", "rollouts", NAMESPACED, STATUS);
    public static final Kind GATEWAY = of("gateway.networking.k8s.io", "v1", "Gateway", "gateways", NAMESPACED, STATUS);

    private static final List<Kind> TABLE = List.of(
            NAMESPACE,
            NODE,
            POD,
            SECRET,
            CONFIG_MAP,
            SERVICE,
            SERVICE_ACCOUNT,
            EVENT,
            PERSISTENT_VOLUME_CLAIM,
            PERSISTENT_VOLUME,
            REPLICATION_CONTROLLER,
            POD_TEMPLATE,
            RESOURCE_QUOTA,
            LIMIT_RANGE,
            DEPLOYMENT,
            REPLICA_SET,
            STATEFUL_SET,
            DAEMON_SET,
            CONTROLLER_REVISION,
            JOB,
            CRON_JOB,
            LEASE,
            ENDPOINT_SLICE,
            NETWORK_POLICY,
            INGRESS,
            POD_DISRUPTION_BUDGET,
            PRIORITY_CLASS,
            RUNTIME_CLASS,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            VALIDATING_WEBHOOK_CONFIGURATION,
            STORAGE_CLASS,
            CSI_DRIVER,
            RESOURCE_CLAIM,
            RESOURCE_CLAIM_TEMPLATE,
            CUSTOM_RESOURCE_DEFINITION,
            EXTERNAL_SECRET,
            CERTIFICATE,
            SECRET_PROVIDER_CLASS,
            ROLLOUT,
            GATEWAY);

    private Kinds() {}

    /** Every kind, the core group first. */
    public static List<Kind> all() {
        return TABLE;
    }

    /** The kind that a URL names. */
    public static Optional<Kind> ofPlural(String group, String version, String plural) {
        return TABLE.stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    /** The kind that a manifest names. */
    public static Optional<Kind> of(String apiVersion, String name) {
        return TABLE.stream()
                .filter(kind ->
                        kind.apiVersion().equals(apiVersion) && kind.name().equals(name))
                .findFirst();
    }

    private static Kind core(
            String name,
            String plural,
            Scope scope,
            List<String> shortNames,
            List<String> categories,
            Subresource... subresources) {
        return new Kind("", "v1", name, plural, scope, shortNames, categories, Set.of(subresources));
    }

    private static Kind apps(String name, String plural, List<String> shortNames, Subresource... subresources) {
        return new Kind("apps", "v1", name, plural, NAMESPACED, shortNames, ALL, Set.of(subresources));
    }

    private static Kind plain(String group, String name, String plural, Scope scope, String... shortNames) {
        return new Kind(group, "v1", name, plural, scope, List.of(shortNames), List.of(), Set.of());
    }

    private static Kind of(
            String group, String version, String name, String plural, Scope scope, Subresource... subresources) {
        return new Kind(group, version, name, plural, scope, List.of(), List.of(), Set.of(subresources));
    }
}
