package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words for kinds: Kubernetes' own kinds by their name alone, all others with their group, as kubectl takes them. */
public final class Kinds {
    public static final String SECRET = "Secret";
    public static final String CONFIG_MAP = "ConfigMap";
    public static final String SERVICE_ACCOUNT = "ServiceAccount";
    public static final String NAMESPACE = "Namespace";
    public static final String NODE = "Node";
    public static final String POD = "Pod";
    public static final String SERVICE = "Service";
    public static final String CLAIM = "PersistentVolumeClaim";
    public static final String VOLUME = "PersistentVolume";
    public static final String RESOURCE_QUOTA = "ResourceQuota";
    public static final String REPLICATION_CONTROLLER = "ReplicationController";
    public static final String POD_TEMPLATE = "PodTemplate";
    public static final String DEPLOYMENT = "Deployment";
    public static final String REPLICA_SET = "ReplicaSet";
    public static final String STATEFUL_SET = "StatefulSet";
    public static final String DAEMON_SET = "DaemonSet";
    public static final String CONTROLLER_REVISION = "ControllerRevision";
    public static final String JOB = "Job";
    public static final String CRON_JOB = "CronJob";
    public static final String INGRESS = "Ingress";
    public static final String ROLE = "Role";
    public static final String PRIORITY_CLASS = "PriorityClass";
    public static final String RUNTIME_CLASS = "RuntimeClass";
    public static final String STORAGE_CLASS = "StorageClass";
    public static final String RESOURCE_CLAIM = "ResourceClaim";
    public static final String RESOURCE_CLAIM_TEMPLATE = "ResourceClaimTemplate";
    public static final String CLUSTER_TRUST_BUNDLE = "ClusterTrustBundle";
    public static final String SECRET_PROVIDER_CLASS = "SecretProviderClass.secrets-store.csi.x-k8s.io";
    public static final String EXTERNAL_SECRET = "ExternalSecret.external-secrets.io";
    public static final String CERTIFICATE = "Certificate.cert-manager.io";

    /** An image in a registry; its name is the reference as it is written. */
    public static final String IMAGE = "Image";

    /** A service account of Google IAM: the namespace is the project, the name the e-mail address. */
    public static final String GOOGLE_ACCOUNT = "GoogleServiceAccount";

    /** A key of such an account: the namespace is the e-mail address, the name the key's id. */
    public static final String GOOGLE_KEY = "GoogleServiceAccountKey";

    private static final Set<String> BUILT_IN_GROUPS = Set.of(
            "",
            "apps",
            "batch",
            "policy",
            "autoscaling",
            "networking.k8s.io",
            "scheduling.k8s.io",
            "node.k8s.io",
            "storage.k8s.io",
            "rbac.authorization.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "resource.k8s.io",
            "certificates.k8s.io",
            "events.k8s.io");

    private static final Set<String> CLUSTER_SCOPED = Set.of(
            NAMESPACE,
            NODE,
            VOLUME,
            PRIORITY_CLASS,
            RUNTIME_CLASS,
            STORAGE_CLASS,
            CLUSTER_TRUST_BUNDLE,
            "ClusterRole",
            "ClusterRoleBinding",
            "CSIDriver",
            "IngressClass",
            "CustomResourceDefinition",
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration");

    /** How kubectl is told these kinds, where the lower case word would not do. */
    private static final Map<String, String> SHORT = Map.of(CLAIM, "pvc");

    private Kinds() {}

    /** The word for the kind of an object. */
    public static String of(JsonNode object) {
        return of(object.path("apiVersion").asText(), object.path("kind").asText());
    }

    static String of(String apiVersion, String kind) {
        var slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return (BUILT_IN_GROUPS.contains(group) ? kind : kind + '.' + group).intern();
    }

    /** Whether Kubernetes itself brings the kind; {@code false} for what a CustomResourceDefinition adds. */
    public static boolean isBuiltIn(String kind) {
        return kind.indexOf('.') < 0;
    }

    /** Whether it is seen in Google IAM, not in the cluster. */
    public static boolean isOfGoogle(String kind) {
        return kind.equals(GOOGLE_ACCOUNT) || kind.equals(GOOGLE_KEY);
    }

    public static boolean isClusterScoped(String kind) {
        return CLUSTER_SCOPED.contains(kind);
    }

    /** The word on kubectl's command line. */
    public static String onCommandLine(String kind) {
        return SHORT.getOrDefault(kind, kind.toLowerCase(Locale.ROOT));
    }
}
