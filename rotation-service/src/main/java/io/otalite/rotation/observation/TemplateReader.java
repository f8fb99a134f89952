package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Place.Part;
import io.otalite.rotation.observation.Referrer.TemplateFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that the specification of a pod refers to: the fields that Kubernetes' own visitor of secret names knows
 * ({@code VisitPodSecretNames} in {@code pkg/api/v1/pod}), the same for config maps, and what scheduling and admission look up.
 *
 * <p>Whatever is not of the expected form is passed over: a field that Kubernetes would refuse refers to nothing.
 */
final class TemplateReader {
    /** Fields of volume sources whose secret stands in {@code secretRef.name}. */
    private static final Set<String> DRIVERS_WITH_SECRET_REF =
            Set.of("cephfs", "cinder", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos");

    private final String namespace;
    private final List<Reference> references = new ArrayList<>();
    private final List<String> alwaysPulled = new ArrayList<>();
    private final Set<ObjectRef> copied = new LinkedHashSet<>();

    private TemplateReader(String namespace) {
        this.namespace = namespace;
    }

    /** What a pod refers to, and what else its template says. */
    record Template(List<Reference> references, TemplateFacts facts) {}

    /**
     * Reads the specification of a pod.
     *
     * @param pointer where it stands in the object
     */
    static Template read(JsonNode podSpec, String pointer, String namespace) {
        var reader = new TemplateReader(namespace);
        reader.pod(podSpec, pointer);
        reader.containers(podSpec, pointer, "initContainers", Part.INIT);
        reader.containers(podSpec, pointer, "containers", Part.CONTAINER);
        reader.containers(podSpec, pointer, "ephemeralContainers", Part.EPHEMERAL);
        reader.volumes(podSpec.path("volumes"), pointer + "/volumes");
        reader.references.addAll(FileNames.in(podSpec, pointer, namespace));
        reader.subPaths(podSpec);
        return new Template(reader.references, new TemplateFacts(reader.alwaysPulled, List.copyOf(reader.copied)));
    }

    private void pod(JsonNode spec, String pointer) {
        var account = text(spec, "serviceAccountName", text(spec, "serviceAccount", "default"));
        add(Use.SERVICE_ACCOUNT, Kinds.SERVICE_ACCOUNT, account, pointer, "serviceAccountName");
        add(
                Use.PRIORITY_CLASS,
                Kinds.PRIORITY_CLASS,
                text(spec, "priorityClassName", ""),
                pointer,
                "priorityClassName");
        add(Use.RUNTIME_CLASS, Kinds.RUNTIME_CLASS, text(spec, "runtimeClassName", ""), pointer, "runtimeClassName");
        each(
                spec.path("imagePullSecrets"),
                pointer + "/imagePullSecrets",
                (entry, at) -> add(Use.PULL_SECRET, Kinds.SECRET, text(entry, "name", ""), at, "name"));
        each(
                spec.path("schedulingGates"),
                pointer + "/schedulingGates",
                (gate, at) -> add(Use.SCHEDULING_GATE, "SchedulingGate", text(gate, "name", ""), at, "name"));
        each(spec.path("resourceClaims"), pointer + "/resourceClaims", (claim, at) -> {
            add(
                    Use.RESOURCE_CLAIM,
                    Kinds.RESOURCE_CLAIM,
                    text(claim, "resourceClaimName", ""),
                    at,
                    "resourceClaimName");
            add(
                    Use.RESOURCE_CLAIM,
                    Kinds.RESOURCE_CLAIM_TEMPLATE,
                    text(claim, "resourceClaimTemplateName", ""),
                    at,
                    "resourceClaimTemplateName");
        });
        var labels = new ArrayList<String>();
        spec.path("nodeSelector")
                .properties()
                .forEach(label ->
                        labels.add(label.getKey() + '=' + label.getValue().asText()));
        labels.sort(null);
        add(Use.NODE_LABELS, Kinds.NODE, String.join(",", labels), pointer + "/nodeSelector", "");
    }

    private void containers(JsonNode spec, String pointer, String list, Part part) {
        each(spec.path(list), pointer + '/' + list, (container, at) -> {
            var place = new Place(part, text(container, "name", ""));
            var image = text(container, "image", "");
            var policy = text(container, "imagePullPolicy", "");
            var use = policy.equals("Never") ? Use.IMAGE_PRELOADED : Use.IMAGE;
            add(new Reference(use, new ObjectRef(Kinds.IMAGE, "", image), null, false, at, "image", place));
            if (policy.equals("Always")) {
                alwaysPulled.add(at);
            }
            each(container.path("env"), at + "/env", (variable, env) -> value(variable.path("valueFrom"), env, place));
            each(container.path("envFrom"), at + "/envFrom", (source, env) -> {
                from(Use.ENV_FROM, Kinds.SECRET, source.path("secretRef"), env + "/secretRef", place);
                from(Use.ENV_FROM, Kinds.CONFIG_MAP, source.path("configMapRef"), env + "/configMapRef", place);
            });
        });
    }

    private void value(JsonNode source, String env, Place place) {
        var at = env + "/valueFrom/";
        keyOf(Use.ENV_VALUE, Kinds.SECRET, source.path("secretKeyRef"), at + "secretKeyRef", place);
        keyOf(Use.ENV_VALUE, Kinds.CONFIG_MAP, source.path("configMapKeyRef"), at + "configMapKeyRef", place);
    }

    private void volumes(JsonNode volumes, String pointer) {
        each(volumes, pointer, (volume, at) -> {
            data(Use.VOLUME, Kinds.SECRET, volume.path("secret"), "secretName", at + "/secret");
            data(Use.VOLUME, Kinds.CONFIG_MAP, volume.path("configMap"), "name", at + "/configMap");
            each(volume.path("projected").path("sources"), at + "/projected/sources", this::projected);
            csi(volume.path("csi"), at + "/csi");
            drivers(volume, at);
            add(
                    Use.CLAIM,
                    Kinds.CLAIM,
                    text(volume.path("persistentVolumeClaim"), "claimName", ""),
                    at + "/persistentVolumeClaim",
                    "claimName");
            add(
                    Use.STORAGE_CLASS,
                    Kinds.STORAGE_CLASS,
                    text(volume.path("ephemeral").path("volumeClaimTemplate").path("spec"), "storageClassName", ""),
                    at + "/ephemeral/volumeClaimTemplate/spec",
                    "storageClassName");
            add(Use.IMAGE_VOLUME, Kinds.IMAGE, text(volume.path("image"), "reference", ""), at + "/image", "reference");
        });
    }

    private void projected(JsonNode source, String at) {
        data(Use.PROJECTED, Kinds.SECRET, source.path("secret"), "name", at + "/secret");
        data(Use.PROJECTED, Kinds.CONFIG_MAP, source.path("configMap"), "name", at + "/configMap");
        var bundle = source.path("clusterTrustBundle");
        add(new Reference(
                Use.TRUST_BUNDLE,
                new ObjectRef(Kinds.CLUSTER_TRUST_BUNDLE, "", text(bundle, "name", "")),
                null,
                bundle.path("optional").asBoolean(),
                at + "/clusterTrustBundle",
                "name",
                Place.POD));
    }

    private void csi(JsonNode csi, String at) {
        add(
                Use.CSI_SECRET,
                Kinds.SECRET,
                text(csi.path("nodePublishSecretRef"), "name", ""),
                at + "/nodePublishSecretRef",
                "name");
        add(
                Use.SECRET_PROVIDER_CLASS,
                Kinds.SECRET_PROVIDER_CLASS,
                text(csi.path("volumeAttributes"), "secretProviderClass", ""),
                at + "/volumeAttributes",
                "secretProviderClass");
    }

    private void drivers(JsonNode volume, String at) {
        add(
                Use.DRIVER_SECRET,
                Kinds.SECRET,
                text(volume.path("azureFile"), "secretName", ""),
                at + "/azureFile",
                "secretName");
        for (var driver : DRIVERS_WITH_SECRET_REF) {
            var reference = volume.path(driver).path("secretRef");
            add(Use.DRIVER_SECRET, Kinds.SECRET, text(reference, "name", ""), at + '/' + driver + "/secretRef", "name");
        }
    }

    /** A whole object as files: one reference for the object, and one for each entry that is named. */
    private void data(Use use, String kind, JsonNode source, String nameField, String at) {
        var name = text(source, nameField, "");
        var optional = source.path("optional").asBoolean();
        var target = new ObjectRef(kind, namespace, name);
        if (source.path("items").isEmpty()) {
            add(new Reference(use, target, null, optional, at, nameField, Place.POD));
        }
        for (var item : source.path("items")) {
            add(new Reference(use, target, text(item, "key", ""), optional, at, nameField, Place.POD));
        }
    }

    private void keyOf(Use use, String kind, JsonNode source, String at, Place place) {
        var target = new ObjectRef(kind, namespace, text(source, "name", ""));
        add(new Reference(
                use, target, text(source, "key", ""), source.path("optional").asBoolean(), at, "name", place));
    }

    private void from(Use use, String kind, JsonNode source, String at, Place place) {
        var target = new ObjectRef(kind, namespace, text(source, "name", ""));
        add(new Reference(use, target, null, source.path("optional").asBoolean(), at, "name", place));
    }

    private void add(Use use, String kind, String name, String path, String nameField) {
        var within = Kinds.isClusterScoped(kind) || kind.equals(Kinds.IMAGE) ? "" : namespace;
        add(Reference.of(use, new ObjectRef(kind, within, name), path, nameField));
    }

    private void add(Reference reference) {
        if (!reference.target().name().isEmpty()) {
            references.add(reference);
            if (reference.use() == Use.ENV_VALUE || reference.use() == Use.ENV_FROM) {
                copied.add(reference.target());
            }
        }
    }

    /** A file mounted by {@code subPath} does not follow its volume. */
    private void subPaths(JsonNode spec) {
        var mounted = new HashSet<String>();
        for (var container : spec.path("containers")) {
            for (var mount : container.path("volumeMounts")) {
                if (mount.hasNonNull("subPath") || mount.hasNonNull("subPathExpr")) {
                    mounted.add(mount.path("name").asText());
                }
            }
        }
        for (var volume : spec.path("volumes")) {
            if (mounted.contains(volume.path("name").asText())) {
                copy(Kinds.SECRET, text(volume.path("secret"), "secretName", ""));
                copy(Kinds.CONFIG_MAP, text(volume.path("configMap"), "name", ""));
            }
        }
    }

    private void copy(String kind, String name) {
        if (!name.isEmpty()) {
            copied.add(new ObjectRef(kind, namespace, name));
        }
    }

    private static String text(JsonNode node, String field, String absent) {
        var text = node.path(field).asText();
        return text.isEmpty() ? absent : text;
    }

    /** Something to be done with an element of a list and its place. */
    @FunctionalInterface
    interface Step {
        void take(JsonNode element, String pointer);
    }

    static void each(@Nullable JsonNode list, String pointer, Step step) {
        if (list != null && list.isArray()) {
            for (var i = 0; i < list.size(); i++) {
                step.take(list.get(i), pointer + '/' + i);
            }
        }
    }
}
