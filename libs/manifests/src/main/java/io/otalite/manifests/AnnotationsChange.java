package io.otalite.manifests;

import java.util.List;
import java.util.Map;

/** Annotations on every object and on the templates of pods. */
record AnnotationsChange(Map<String, String> annotations) implements Kustomization.Change {
    private static final List<FieldPath> PATHS = List.of(
            FieldPath.of("metadata/annotations", true),
            FieldPath.of(
                    "spec/template/metadata/annotations",
                    true,
                    "ReplicationController",
                    "Deployment",
                    "ReplicaSet",
                    "DaemonSet",
                    "StatefulSet",
                    "Job"),
            FieldPath.of("spec/jobTemplate/metadata/annotations", true, "CronJob"),
            FieldPath.of("spec/jobTemplate/spec/template/metadata/annotations", true, "CronJob"));

    AnnotationsChange {
        annotations = Map.copyOf(annotations);
    }

    @Override
    public long bytesPerObject() {
        return Kustomization.Change.bytesOf(annotations);
    }

    @Override
    public List<Resource> applyTo(List<Resource> resources) {
        for (var resource : resources) {
            PATHS.forEach(path -> path.putInto(resource.object(), annotations));
        }
        return resources;
    }
}
