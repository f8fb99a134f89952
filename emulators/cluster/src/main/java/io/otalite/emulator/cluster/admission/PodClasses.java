package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.fill;
import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.List;
import java.util.Set;

/** What a pod gets from the classes of the cluster: its priority, its runtime class, and tolerations of a lost node. */
final class PodClasses {
    /** Classes that every cluster has without an object for them. */
    private static final Set<String> BUILT_IN = Set.of("system-cluster-critical", "system-node-critical");

    private static final int SYSTEM_PRIORITY = 2_000_000_000;
    private static final int PATIENCE_SECONDS = 300;

    private PodClasses() {}

    /** @throws Refusal 403 when the pod names a class that is not there */
    static void admit(ObjectKey key, ObjectNode pod, Lookup lookup) {
        var spec = pod.withObjectProperty("spec");
        admitPriority(key, spec, lookup);
        var runtimeClass = text(spec, "runtimeClassName");
        if (!runtimeClass.isEmpty()
                && lookup.get(ObjectKey.inCluster(Kinds.RUNTIME_CLASS, runtimeClass)).isEmpty()) {
            throw Refusal.forbidden(
                    key,
                    "pod rejected: RuntimeClass \"%s\" not found".formatted(runtimeClass));
        }
        for (var taint : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            tolerate(spec, taint);
        }
    }

    private static void admitPriority(ObjectKey key, ObjectNode spec, Lookup lookup) {
        var name = text(spec, "priorityClassName");
        if (BUILT_IN.contains(name)) {
            spec.put("priority", SYSTEM_PRIORITY + (name.equals("system-node-critical") ? 1000 : 0));
            fill(spec, "preemptionPolicy", "PreemptLowerPriority");
            return;
        }
        var classes = lookup.list(Kinds.PRIORITY_CLASS, "").items();
        var chosen = classes.stream()
                .filter(one -> name.isEmpty()
                        ? one.path("globalDefault").asBoolean()
                        : text(one.path("metadata"), "name").equals(name))
                .findFirst();
        if (chosen.isEmpty() && !name.isEmpty()) {
            throw Refusal.forbidden(key, "no PriorityClass with name %s was found".formatted(name));
        }
        chosen.ifPresent(one -> spec.put("priorityClassName", text(one.path("metadata"), "name")));
        spec.put("priority", chosen.map(one -> one.path("value").asInt()).orElse(0));
        fill(
                spec,
                "preemptionPolicy",
                chosen.map(one -> text(one, "preemptionPolicy")).orElse("PreemptLowerPriority"));
    }

    private static void tolerate(ObjectNode spec, String taint) {
        var tolerated = objects(spec, "tolerations").stream()
                .anyMatch(toleration -> Set.of(taint, "").contains(text(toleration, "key"))
                        && Set.of("NoExecute", "").contains(text(toleration, "effect")));
        if (!tolerated) {
            spec.withArrayProperty("tolerations")
                    .addObject()
                    .put("key", taint)
                    .put("operator", "Exists")
                    .put("effect", "NoExecute")
                    .put("tolerationSeconds", PATIENCE_SECONDS);
        }
    }
}
