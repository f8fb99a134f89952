package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.Referrer.TemplateFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes facts of objects, whether they come from a cluster or from a manifest. Never fails: what an object does not say in the expected
 * form it does not say.
 */
public final class ObjectReader {
    private static final List<String> SECRET_PARAMETERS = List.of(
            "provisioner", "controller-publish", "node-stage", "node-publish", "controller-expand", "node-expand");

    /** As Kubernetes reads it ({@code strconv.ParseBool}). */
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private ObjectReader() {}

    /**
     * Reads one object.
     *
     * @param object has {@code apiVersion}, {@code kind} and {@code metadata.name}
     */
    public static Observed read(JsonNode object) {
        var ref = ref(object);
        return switch (ref.kind()) {
            case Kinds.SECRET, Kinds.CONFIG_MAP -> DataReader.read(ref, object);
            case Kinds.SERVICE_ACCOUNT -> account(ref, object);
            case Kinds.POD -> pod(ref, object);
            case Kinds.DEPLOYMENT,
                    Kinds.STATEFUL_SET,
                    Kinds.DAEMON_SET,
                    Kinds.REPLICA_SET,
                    Kinds.REPLICATION_CONTROLLER,
                    Kinds.JOB,
                    Kinds.CRON_JOB,
                    Kinds.POD_TEMPLATE,
                    Kinds.CONTROLLER_REVISION -> Templates.read(ref, object);
            case Kinds.CLAIM -> claim(ref, object);
            case Kinds.STORAGE_CLASS -> storageClass(ref, object);
            case Kinds.RESOURCE_QUOTA -> quota(ref, object);
            case Kinds.INGRESS, Kinds.ROLE -> Routes.read(ref, object);
            case Kinds.EXTERNAL_SECRET, Kinds.CERTIFICATE -> producer(ref, object);
            case Kinds.SECRET_PROVIDER_CLASS -> providerClass(ref, object);
            case Kinds.NODE -> new Plain(ref, Meta.of(object), labels(object));
            default ->
                Kinds.isBuiltIn(ref.kind()) ? new Plain(ref, Meta.of(object), Map.of()) : CustomKinds.read(ref, object);
        };
    }

    /** The name of an object; a manifest without a namespace gets none. */
    public static ObjectRef ref(JsonNode object) {
        var metadata = object.path("metadata");
        var kind = Kinds.of(object);
        var namespace =
                Kinds.isClusterScoped(kind) ? "" : metadata.path("namespace").asText();
        var name = metadata.path("name").asText();
        return new ObjectRef(
                kind, namespace, name.isEmpty() ? metadata.path("generateName").asText() : name);
    }

    private static ServiceAccount account(ObjectRef ref, JsonNode object) {
        var references = new ArrayList<Reference>();
        TemplateReader.each(
                object.path("imagePullSecrets"),
                "/imagePullSecrets",
                (entry, at) -> references.add(Reference.of(
                        Use.PULL_SECRET, secret(ref, entry.path("name").asText()), at, "name")));
        TemplateReader.each(
                object.path("secrets"),
                "/secrets",
                (entry, at) -> references.add(Reference.of(
                        Use.MOUNTABLE, secret(ref, entry.path("name").asText()), at, "name")));
        var meta = Meta.of(object);
        var google = meta.annotations().getOrDefault(Meta.GOOGLE_ACCOUNT, "");
        if (!google.isEmpty()) {
            references.add(Reference.of(
                    Use.GOOGLE_ACCOUNT,
                    new ObjectRef(Kinds.GOOGLE_ACCOUNT, projectOf(google), google),
                    "/metadata/annotations",
                    Meta.GOOGLE_ACCOUNT));
        }
        var enforced = meta.annotations().getOrDefault(Meta.ENFORCE_MOUNTABLE, "");
        return new ServiceAccount(ref, meta, TRUE.contains(enforced), references);
    }

    /** {@code name@project.iam.gserviceaccount.com}; empty for the accounts that Google names otherwise. */
    public static String projectOf(String email) {
        var at = email.indexOf('@');
        var end = email.indexOf(".iam.gserviceaccount.com");
        return at >= 0 && end > at ? email.substring(at + 1, end) : "";
    }

    private static Observed pod(ObjectRef ref, JsonNode object) {
        // The pods of other controllers are held by no template that is read elsewhere.
        var isReadElsewhere = Meta.of(object)
                .controller()
                .filter(owner -> Templates.isRead(owner.ref().kind()))
                .isPresent();
        return isReadElsewhere ? PodReader.read(ref, object) : Templates.read(ref, object);
    }

    private static Claim claim(ObjectRef ref, JsonNode object) {
        var references = new ArrayList<Reference>();
        var storageClass = object.path("spec").path("storageClassName").asText();
        if (!storageClass.isEmpty()) {
            var target = new ObjectRef(Kinds.STORAGE_CLASS, "", storageClass);
            references.add(Reference.of(Use.STORAGE_CLASS, target, "/spec", "storageClassName"));
        }
        var volume = object.path("spec").path("volumeName").asText();
        if (!volume.isEmpty()) {
            references.add(Reference.of(Use.CLAIM, new ObjectRef(Kinds.VOLUME, "", volume), "/spec", "volumeName"));
        }
        var phase = object.path("status").path("phase").asText();
        return new Claim(ref, Meta.of(object), phase.isEmpty() ? "Pending" : phase, references);
    }

    private static StorageClass storageClass(ObjectRef ref, JsonNode object) {
        var references = new ArrayList<Reference>();
        for (var parameter : SECRET_PARAMETERS) {
            var prefix = "csi.storage.k8s.io/" + parameter + "-secret-";
            var name = object.path("parameters").path(prefix + "name").asText();
            var namespace = object.path("parameters").path(prefix + "namespace").asText();
            // A name may be a template of the claim's name; which object it means is then not known here.
            if (!name.isEmpty() && !name.contains("${") && !namespace.contains("${")) {
                references.add(Reference.of(
                        Use.CSI_SECRET, new ObjectRef(Kinds.SECRET, namespace, name), "/parameters", prefix + "name"));
            }
        }
        return new StorageClass(ref, Meta.of(object), references);
    }

    private static Quota quota(ObjectRef ref, JsonNode object) {
        var left = Long.MAX_VALUE;
        for (var name : List.of("pods", "count/pods")) {
            var hard = object.path("spec").path("hard").path(name);
            if (!hard.isMissingNode() && object.path("spec").path("scopes").isEmpty()) {
                var used = object.path("status").path("used").path(name).asLong();
                left = Math.min(left, Math.max(0, hard.asLong() - used));
            }
        }
        return new Quota(ref, Meta.of(object), left);
    }

    private static Producer producer(ObjectRef ref, JsonNode object) {
        var spec = object.path("spec");
        var name = ref.kind().equals(Kinds.CERTIFICATE)
                ? spec.path("secretName").asText()
                : spec.path("target").path("name").asText(ref.name());
        for (var condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("False")) {
                var said = condition.path("reason").asText() + ": "
                        + condition.path("message").asText();
                return new Producer(
                        ref,
                        Meta.of(object),
                        List.of(secret(ref, name)),
                        Optional.of(said.substring(0, Math.min(said.length(), 300))),
                        Meta.instant(condition.path("lastTransitionTime").asText()));
            }
        }
        return new Producer(ref, Meta.of(object), List.of(secret(ref, name)), Optional.empty(), Optional.empty());
    }

    /** Its Secrets are there only while a pod mounts it. */
    private static Producer providerClass(ObjectRef ref, JsonNode object) {
        var products = new ArrayList<ObjectRef>();
        object.path("spec")
                .path("secretObjects")
                .forEach(secret ->
                        products.add(secret(ref, secret.path("secretName").asText())));
        return new Producer(ref, Meta.of(object), products, Optional.empty(), Optional.empty());
    }

    private static ObjectRef secret(ObjectRef besides, String name) {
        return new ObjectRef(Kinds.SECRET, besides.namespace(), name);
    }

    private static Map<String, String> labels(JsonNode object) {
        var labels = new HashMap<String, String>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** What the owner of a workload declares to serve an optional feature. */
    static List<String> optionalUses(Meta meta) {
        return Arrays.stream(meta.own("optional").split("[,\\s]+", -1))
                .filter(use -> !use.isEmpty())
                .toList();
    }

    /** A referrer that makes no pods. */
    static Referrer referrer(ObjectRef ref, JsonNode object, Role role, List<Reference> references) {
        var meta = Meta.of(object);
        return new Referrer(
                ref, meta, role, 0, 0, references, TemplateFacts.NONE, optionalUses(meta), Optional.empty());
    }
}
