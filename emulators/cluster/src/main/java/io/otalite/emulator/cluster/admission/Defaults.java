package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.fill;
import static io.otalite.emulator.cluster.admission.Fields.made;
import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.present;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an object says when it does not say it: the defaults of each kind, as the API server fills them in. Doing it again
 * changes nothing, which is why a controller may compare what it wants with what is stored.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes API reference</a>
 */
public final class Defaults {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final Map<Kind, Consumer<ObjectNode>> OF_SPEC = Map.ofEntries(
            Map.entry(Kinds.DEPLOYMENT, Defaults::deployment),
            Map.entry(Kinds.REPLICA_SET, spec -> fill(spec, "replicas", 1)),
            Map.entry(Kinds.STATEFUL_SET, Defaults::statefulSet),
            Map.entry(Kinds.DAEMON_SET, Defaults::daemonSet),
            Map.entry(Kinds.JOB, Defaults::job),
            Map.entry(Kinds.CRON_JOB, Defaults::cronJob),
            Map.entry(Kinds.SERVICE, Defaults::service),
            Map.entry(Kinds.NETWORK_POLICY, Defaults::networkPolicy),
            Map.entry(Kinds.PERSISTENT_VOLUME_CLAIM, spec -> fill(spec, "volumeMode", "Filesystem")));

    private static final Map<Kind, Consumer<ObjectNode>> OF_OBJECT = Map.ofEntries(
            Map.entry(Kinds.SECRET, Defaults::secret),
            Map.entry(Kinds.PRIORITY_CLASS, object -> fill(object, "preemptionPolicy", "PreemptLowerPriority")),
            Map.entry(Kinds.ROLE_BINDING, Defaults::binding),
            Map.entry(Kinds.CLUSTER_ROLE_BINDING, Defaults::binding),
            Map.entry(Kinds.ENDPOINT_SLICE, Defaults::endpointSlice),
            Map.entry(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, Defaults::webhooks));

    private Defaults() {}

    /** Removes from the object what is nothing, and fills in what it does not say. */
    public static void complete(Kind kind, ObjectNode object) {
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        Emptiness.prune(Schemas.of(kind), object);
        Quantities.canonicalise(Schemas.of(kind), object);
        OF_OBJECT.getOrDefault(kind, _ -> {}).accept(object);
        present(object, "spec").ifPresent(OF_SPEC.getOrDefault(kind, _ -> {}));
        PodTemplate.of(kind, object).filter(PodTemplate::hasSpec).ifPresent(template -> {
            PodDefaults.template(template.spec());
            if (kind.equals(Kinds.POD)) {
                PodDefaults.pod(template.spec());
            }
        });
        if (kind.equals(Kinds.JOB) && Metadata.of(object).path("labels").isEmpty()) {
            present(object.path("spec").path("template").path("metadata"), "labels")
                    .ifPresent(labels -> Metadata.of(object).set("labels", labels.deepCopy()));
        }
    }

    private static void deployment(ObjectNode spec) {
        fill(spec, "replicas", 1);
        fill(spec, "revisionHistoryLimit", 10);
        fill(spec, "progressDeadlineSeconds", 600);
        made(spec, "strategy").ifPresent(strategy -> {
            fill(strategy, "type", "RollingUpdate");
            if (text(strategy, "type").equals("RollingUpdate")) {
                made(strategy, "rollingUpdate").ifPresent(rolling -> {
                    fill(rolling, "maxUnavailable", "25%");
                    fill(rolling, "maxSurge", "25%");
                });
            }
        });
    }

    private static void statefulSet(ObjectNode spec) {
        fill(spec, "replicas", 1);
        fill(spec, "revisionHistoryLimit", 10);
        fill(spec, "podManagementPolicy", "OrderedReady");
        made(spec, "updateStrategy").ifPresent(strategy -> {
            fill(strategy, "type", "RollingUpdate");
            if (text(strategy, "type").equals("RollingUpdate")) {
                made(strategy, "rollingUpdate").ifPresent(rolling -> fill(rolling, "partition", 0));
            }
        });
        made(spec, "persistentVolumeClaimRetentionPolicy").ifPresent(policy -> {
            fill(policy, "whenDeleted", "Retain");
            fill(policy, "whenScaled", "Retain");
        });
    }

    private static void daemonSet(ObjectNode spec) {
        fill(spec, "revisionHistoryLimit", 10);
        made(spec, "updateStrategy").ifPresent(strategy -> {
            fill(strategy, "type", "RollingUpdate");
            if (text(strategy, "type").equals("RollingUpdate")) {
                made(strategy, "rollingUpdate").ifPresent(rolling -> {
                    fill(rolling, "maxUnavailable", 1);
                    fill(rolling, "maxSurge", 0);
                });
            }
        });
    }

    private static void job(ObjectNode spec) {
        if (!spec.has("completions") && !spec.has("parallelism")) {
            spec.put("completions", 1);
        }
        fill(spec, "parallelism", 1);
        fill(spec, "backoffLimit", 6);
        fill(spec, "completionMode", "NonIndexed");
        fill(spec, "suspend", false);
        fill(spec, "manualSelector", false);
        fill(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    }

    private static void cronJob(ObjectNode spec) {
        fill(spec, "concurrencyPolicy", "Allow");
        fill(spec, "suspend", false);
        fill(spec, "successfulJobsHistoryLimit", 3);
        fill(spec, "failedJobsHistoryLimit", 1);
    }

    private static void service(ObjectNode spec) {
        fill(spec, "type", "ClusterIP");
        fill(spec, "sessionAffinity", "None");
        if (text(spec, "type").equals("ExternalName")) {
            return;
        }
        fill(spec, "internalTrafficPolicy", "Cluster");
        fill(spec, "ipFamilyPolicy", "SingleStack");
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        for (var port : objects(spec, "ports")) {
            fill(port, "protocol", "TCP");
            if (!port.has("targetPort") && port.has("port")) {
                port.set("targetPort", port.get("port"));
            }
        }
        if (!text(spec, "type").equals("ClusterIP")) {
            fill(spec, "externalTrafficPolicy", "Cluster");
        }
        if (text(spec, "type").equals("LoadBalancer")) {
            fill(spec, "allocateLoadBalancerNodePorts", true);
        }
    }

    private static void networkPolicy(ObjectNode spec) {
        if (!spec.has("policyTypes")) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (spec.has("egress")) {
                types.add("Egress");
            }
        }
        for (var direction : new String[] {"ingress", "egress"}) {
            objects(spec, direction)
                    .forEach(rule -> objects(rule, "ports").forEach(port -> fill(port, "protocol", "TCP")));
        }
    }

    private static void secret(ObjectNode secret) {
        fill(secret, "type", "Opaque");
        present(secret, "stringData").ifPresent(strings -> {
            var data = secret.withObjectProperty("data");
            strings.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        });
        secret.remove("stringData");
    }

    private static void binding(ObjectNode binding) {
        present(binding, "roleRef").ifPresent(role -> fill(role, "apiGroup", RBAC));
        objects(binding, "subjects").forEach(subject -> {
            if (!text(subject, "kind").equals("ServiceAccount")) {
                fill(subject, "apiGroup", RBAC);
            }
        });
    }

    private static void endpointSlice(ObjectNode slice) {
        objects(slice, "ports").forEach(port -> {
            fill(port, "name", "");
            fill(port, "protocol", "TCP");
        });
    }

    private static void webhooks(ObjectNode configuration) {
        for (var webhook : objects(configuration, "webhooks")) {
            fill(webhook, "failurePolicy", "Fail");
            fill(webhook, "matchPolicy", "Equivalent");
            fill(webhook, "timeoutSeconds", 10);
            made(webhook, "namespaceSelector");
            made(webhook, "objectSelector");
            objects(webhook, "rules").forEach(rule -> fill(rule, "scope", "*"));
            present(webhook.path("clientConfig"), "service").ifPresent(service -> fill(service, "port", 443));
        }
    }
}
