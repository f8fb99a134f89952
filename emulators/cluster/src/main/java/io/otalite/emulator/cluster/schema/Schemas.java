package io.otalite.emulator.cluster.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schema of each kind, read from its model class when it is first asked for. May be used from any thread.
 *
 * <p>The classes are those of the Kubernetes client and so know the fields of its Kubernetes version.
 */
public final class Schemas {
    private static final Map<Kind, Class<?>> MODELS = Map.ofEntries(
            Map.entry(Kinds.NAMESPACE, Namespace.class),
            Map.entry(Kinds.NODE, Node.class),
            Map.entry(Kinds.POD, Pod.class),
            Map.entry(Kinds.SECRET, Secret.class),
            Map.entry(Kinds.CONFIG_MAP, ConfigMap.class),
            Map.entry(Kinds.SERVICE, Service.class),
            Map.entry(Kinds.SERVICE_ACCOUNT, ServiceAccount.class),
            Map.entry(Kinds.EVENT, Event.class),
            Map.entry(Kinds.PERSISTENT_VOLUME_CLAIM, PersistentVolumeClaim.class),
            Map.entry(Kinds.RESOURCE_QUOTA, ResourceQuota.class),
            Map.entry(Kinds.LIMIT_RANGE, LimitRange.class),
            Map.entry(Kinds.DEPLOYMENT, Deployment.class),
            Map.entry(Kinds.REPLICA_SET, ReplicaSet.class),
            Map.entry(Kinds.STATEFUL_SET, StatefulSet.class),
            Map.entry(Kinds.DAEMON_SET, DaemonSet.class),
            Map.entry(Kinds.CONTROLLER_REVISION, ControllerRevision.class),
            Map.entry(Kinds.JOB, Job.class),
            Map.entry(Kinds.CRON_JOB, CronJob.class),
            Map.entry(Kinds.LEASE, Lease.class),
            Map.entry(Kinds.ENDPOINT_SLICE, EndpointSlice.class),
            Map.entry(Kinds.NETWORK_POLICY, NetworkPolicy.class),
            Map.entry(Kinds.INGRESS, Ingress.class),
            Map.entry(Kinds.POD_DISRUPTION_BUDGET, PodDisruptionBudget.class),
            Map.entry(Kinds.PRIORITY_CLASS, PriorityClass.class),
            Map.entry(Kinds.RUNTIME_CLASS, RuntimeClass.class),
            Map.entry(Kinds.ROLE, Role.class),
            Map.entry(Kinds.ROLE_BINDING, RoleBinding.class),
            Map.entry(Kinds.CLUSTER_ROLE, ClusterRole.class),
            Map.entry(Kinds.CLUSTER_ROLE_BINDING, ClusterRoleBinding.class),
            Map.entry(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, ValidatingWebhookConfiguration.class),
            Map.entry(Kinds.PERSISTENT_VOLUME, PersistentVolume.class),
            Map.entry(Kinds.REPLICATION_CONTROLLER, ReplicationController.class),
            Map.entry(Kinds.POD_TEMPLATE, PodTemplate.class),
            Map.entry(Kinds.STORAGE_CLASS, StorageClass.class),
            Map.entry(Kinds.CSI_DRIVER, CSIDriver.class),
            Map.entry(Kinds.RESOURCE_CLAIM, ResourceClaim.class),
            Map.entry(Kinds.RESOURCE_CLAIM_TEMPLATE, ResourceClaimTemplate.class),
            Map.entry(Kinds.GATEWAY, Gateway.class));

    /** Of kinds without a model class nothing is known but what all kinds have. */
    private static final Set<Kind> UNTYPED = Set.of(
            // Its schemas nest without end.
            Kinds.CUSTOM_RESOURCE_DEFINITION,
            Kinds.EXTERNAL_SECRET,
            Kinds.CERTIFICATE,
            Kinds.SECRET_PROVIDER_CLASS,
            Kinds.ROLLOUT);

    private static final Map<Class<?>, Schema> LEAVES = Map.ofEntries(
            Map.entry(String.class, Scalar.STRING),
            Map.entry(ZonedDateTime.class, Scalar.STRING),
            Map.entry(MicroTime.class, Scalar.STRING),
            Map.entry(Integer.class, Scalar.INTEGER),
            Map.entry(Long.class, Scalar.INTEGER),
            Map.entry(Double.class, Scalar.NUMBER),
            Map.entry(Boolean.class, Scalar.BOOLEAN),
            Map.entry(IntOrString.class, Scalar.INTEGER_OR_STRING),
            Map.entry(Quantity.class, Scalar.QUANTITY),
            Map.entry(FieldsV1.class, Opaque.ANYTHING),
            Map.entry(AnyType.class, Opaque.ANYTHING));

    private static final Map<Kind, Struct> SCHEMAS = new ConcurrentHashMap<>();

    private Schemas() {}

    /**
     * @throws IllegalArgumentException when the kind is in none of the tables above, which is a mistake in them
     */
    public static Struct of(Kind kind) {
        return SCHEMAS.computeIfAbsent(kind, _ -> {
            if (UNTYPED.contains(kind)) {
                return untyped(kind);
            }
            var model = Optional.ofNullable(MODELS.get(kind))
                    .orElseThrow(() -> new IllegalArgumentException("no model class for " + kind.groupResource()));
            return struct(model);
        });
    }

    private static Struct untyped(Kind kind) {
        return new Struct(
                kind.name(),
                Map.of(
                        "apiVersion", Scalar.STRING,
                        "kind", Scalar.STRING,
                        "metadata", struct(ObjectMeta.class),
                        "spec", Opaque.ANYTHING,
                        "status", Opaque.ANYTHING));
    }

    private static Struct struct(Class<?> model) {
        var fields = new HashMap<String, Schema>();
        for (Field field : model.getDeclaredFields()) {
            var property = field.getAnnotation(JsonProperty.class);
            if (property != null) {
                fields.put(property.value(), of(field.getGenericType()));
            }
        }
        return new Struct(model.getSimpleName(), fields);
    }

    private static Schema of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            var arguments = generic.getActualTypeArguments();
            return List.class.isAssignableFrom(raw) ? new ListOf(of(arguments[0])) : new MapOf(of(arguments[1]));
        }
        if (!(type instanceof Class<?> model)) {
            return Opaque.ANYTHING;
        }
        var leaf = LEAVES.get(model);
        if (leaf != null) {
            return leaf;
        }
        return model.equals(Object.class) || model.isInterface() ? Opaque.ANYTHING : struct(model);
    }
}
