package io.otalite.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Labels on every object, on wish on the templates in them, and in the selectors. */
record LabelsChange(Map<String, String> labels, boolean selectors, boolean templates) implements Kustomization.Change {
    private static final String[] WORKLOADS = {"Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"};
    private static final String[] SPREADING = {"Deployment", "StatefulSet"};
    private static final FieldPath METADATA = FieldPath.of("metadata/labels", true);

    private static final List<FieldPath> TEMPLATES = List.of(
            FieldPath.of("spec/template/metadata/labels", true, WORKLOADS),
            FieldPath.of("spec/template/metadata/labels", true, "ReplicationController", "Job"),
            FieldPath.of("spec/volumeClaimTemplates/metadata/labels", true, "StatefulSet"),
            FieldPath.of("spec/jobTemplate/metadata/labels", true, "CronJob"),
            FieldPath.of("spec/jobTemplate/spec/template/metadata/labels", true, "CronJob"));

    private static final List<FieldPath> SELECTORS = selectorPaths();

    LabelsChange {
        labels = Map.copyOf(labels);
    }

    static LabelsChange of(Fields fields) {
        var change = new LabelsChange(
                fields.textMap("pairs"), fields.flag("includeSelectors"), fields.flag("includeTemplates"));
        fields.end();
        return change;
    }

    @Override
    public long bytesPerObject() {
        return Kustomization.Change.bytesOf(labels);
    }

    @Override
    public List<Resource> applyTo(List<Resource> resources) {
        for (var resource : resources) {
            paths().forEach(path -> path.putInto(resource.object(), labels));
        }
        return resources;
    }

    /** A selector without the labels on the template would select nothing, so selectors bring the templates along. */
    private List<FieldPath> paths() {
        var paths = new ArrayList<FieldPath>();
        paths.add(METADATA);
        if (selectors || templates) {
            paths.addAll(TEMPLATES);
        }
        if (selectors) {
            paths.addAll(SELECTORS);
        }
        return paths;
    }

    /** As in kustomize, a selector that must not be empty is made; one that selects everything by being empty stays so. */
    private static List<FieldPath> selectorPaths() {
        var paths = new ArrayList<FieldPath>();
        paths.add(FieldPath.of("spec/selector", true, "Service", "ReplicationController"));
        paths.add(FieldPath.of("spec/selector/matchLabels", true, WORKLOADS));
        paths.add(FieldPath.of("spec/selector/matchLabels", false, "Job", "PodDisruptionBudget"));
        paths.add(FieldPath.of("spec/jobTemplate/spec/selector/matchLabels", false, "CronJob"));
        for (var selector :
                List.of("spec/podSelector", "spec/ingress/from/podSelector", "spec/egress/to/podSelector")) {
            paths.add(FieldPath.of(selector + "/matchLabels", false, "NetworkPolicy"));
        }
        paths.add(FieldPath.of(
                "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", false, SPREADING));
        for (var affinity : List.of("podAffinity", "podAntiAffinity")) {
            var path = "spec/template/spec/affinity/" + affinity;
            paths.add(FieldPath.of(
                    path + "/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
                    false,
                    SPREADING));
            paths.add(FieldPath.of(
                    path + "/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
                    false,
                    SPREADING));
        }
        return List.copyOf(paths);
    }
}
