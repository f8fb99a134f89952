package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of an object that describes a pod: the pod itself, or the template of whatever makes pods.
 *
 * @param path of {@code spec} of the pod, such as {@code spec.template.spec}
 * @param node has the {@code metadata} and {@code spec} of the pod
 */
record PodTemplate(String path, ObjectNode node) {
    private static final Map<Kind, List<String>> PLACES = Map.of(
            Kinds.POD, List.of(),
            Kinds.DEPLOYMENT, List.of("spec", "template"),
            Kinds.REPLICA_SET, List.of("spec", "template"),
            Kinds.STATEFUL_SET, List.of("spec", "template"),
            Kinds.DAEMON_SET, List.of("spec", "template"),
            Kinds.JOB, List.of("spec", "template"),
            Kinds.CRON_JOB, List.of("spec", "jobTemplate", "spec", "template"));

    /** Empty for kinds without pods, and for an object that lacks the template. */
    static Optional<PodTemplate> of(Kind kind, ObjectNode object) {
        var place = PLACES.get(kind);
        if (place == null) {
            return Optional.empty();
        }
        var node = object;
        for (var step : place) {
            if (!(node.get(step) instanceof ObjectNode next)) {
                return Optional.empty();
            }
            node = next;
        }
        var path = place.isEmpty() ? "spec" : String.join(".", place) + ".spec";
        return Optional.of(new PodTemplate(path, node));
    }

    /** Whether the node has a {@code spec}. */
    boolean hasSpec() {
        return node.get("spec") instanceof ObjectNode;
    }

    ObjectNode spec() {
        return node.withObjectProperty("spec");
    }
}
