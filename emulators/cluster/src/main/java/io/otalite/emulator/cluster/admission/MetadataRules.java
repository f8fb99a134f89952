package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every object's name, labels, annotations, owners and finalizers must be like. */
final class MetadataRules {
    private static final int ANNOTATIONS_BYTES = 256 * 1024;
    private static final int CRON_JOB_NAME = 52;

    private static final Map<Kind, Names> FORMS =
            Map.of(Kinds.NAMESPACE, Names.LABEL, Kinds.SERVICE, Names.SERVICE);

    /** Their names only have to fit into a path. */
    private static final Set<Kind> PATH_SEGMENTS =
            Set.of(Kinds.ROLE, Kinds.ROLE_BINDING, Kinds.CLUSTER_ROLE, Kinds.CLUSTER_ROLE_BINDING);

    private MetadataRules() {}

    static void check(ObjectKey key, JsonNode object, Faults faults) {
        checkName(key, faults);
        labels(object.path("metadata").path("labels"), "metadata.labels", faults);
        annotations(object.path("metadata").path("annotations"), "metadata.annotations", faults);
        checkOwners(object.path("metadata"), faults);
        Metadata.finalizers(object)
                .forEach(finalizer -> Names.faultOfKey(finalizer)
                        .ifPresent(fault -> faults.invalid("metadata.finalizers", finalizer, fault)));
    }

    private static void checkName(ObjectKey key, Faults faults) {
        var name = key.name();
        if (PATH_SEGMENTS.contains(key.kind())) {
            if (name.equals(".") || name.equals("..") || name.contains("/") || name.contains("%")) {
                faults.invalid("metadata.name", name, "may not be '.' or '..' and may not contain '/' or '%'");
            }
            return;
        }
        FORMS.getOrDefault(key.kind(), Names.SUBDOMAIN)
                .faultOf(name)
                .ifPresent(fault -> faults.invalid("metadata.name", name, fault));
        if (key.kind().equals(Kinds.CRON_JOB) && name.length() > CRON_JOB_NAME) {
            faults.invalid("metadata.name", name, "must be no more than 52 characters");
        }
    }

    static void labels(JsonNode labels, String path, Faults faults) {
        labels.properties().forEach(label -> {
            Names.faultOfKey(label.getKey()).ifPresent(fault -> faults.invalid(path, label.getKey(), fault));
            Names.LABEL_VALUE
                    .faultOf(label.getValue().asText())
                    .ifPresent(fault -> faults.invalid(path, label.getValue().asText(), fault));
        });
    }

    static void annotations(JsonNode annotations, String path, Faults faults) {
        var bytes = 0;
        for (var annotation : annotations.properties()) {
            Names.faultOfKey(annotation.getKey()).ifPresent(fault -> faults.invalid(path, annotation.getKey(), fault));
            bytes += annotation.getKey().length() + annotation.getValue().asText().length();
        }
        if (bytes > ANNOTATIONS_BYTES) {
            faults.tooLong(path, "may not be more than %d bytes".formatted(ANNOTATIONS_BYTES));
        }
    }

    private static void checkOwners(JsonNode metadata, Faults faults) {
        var owners = objects(metadata, "ownerReferences");
        for (var i = 0; i < owners.size(); i++) {
            for (var field : List.of("apiVersion", "kind", "name", "uid")) {
                if (text(owners.get(i), field).isEmpty()) {
                    faults.required("metadata.ownerReferences[%d].%s".formatted(i, field));
                }
            }
        }
        if (owners.stream().filter(owner -> owner.path("controller").asBoolean()).count() > 1) {
            faults.invalid(
                    "metadata.ownerReferences",
                    metadata.path("ownerReferences"),
                    "Only one reference can have Controller set to true");
        }
    }
}
