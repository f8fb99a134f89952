package io.otalite.manifests;

import io.otalite.manifests.Kustomization.Change;
import java.util.ArrayList;
import java.util.List;

/** The changes that a kustomization makes after its patches, in the order in which kustomize makes them. */
final class Changes {
    private Changes() {}

    static List<Change> of(Fields fields) {
        var changes = new ArrayList<Change>();
        fields.text("namespace").ifPresent(namespace -> changes.add(new NamespaceChange(namespace)));
        fields.maps("labels").forEach(labels -> changes.add(LabelsChange.of(labels)));
        var annotations = fields.textMap("commonAnnotations");
        if (!annotations.isEmpty()) {
            changes.add(new AnnotationsChange(annotations));
        }
        fields.maps("replicas").forEach(replicas -> changes.add(ReplicasChange.of(replicas)));
        fields.maps("images").forEach(images -> changes.add(ImagesChange.of(images)));
        return changes;
    }
}
