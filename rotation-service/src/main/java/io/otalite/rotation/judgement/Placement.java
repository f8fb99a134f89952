package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Plain;
import io.otalite.rotation.observation.World;
import java.util.Arrays;
import java.util.Optional;

/** Whether there is a place for a pod. */
final class Placement {
    private Placement() {}

    /** A node selector, written {@code label=value,label=value}. */
    static Optional<Reason> judge(World world, Case one) {
        var nodes = world.names(Kinds.NODE, "");
        var wanted = one.reference().target().name().split(",", -1);
        var fits = nodes.stream()
                .map(world::find)
                .flatMap(Optional::stream)
                .anyMatch(node ->
                        node instanceof Plain plain && Arrays.stream(wanted).allMatch(label -> has(plain, label)));
        return nodes.isEmpty() || fits
                ? Optional.empty()
                : Optional.of(one.reason(
                        Verdict.AT_RISK,
                        Cause.NO_NODE,
                        "no node has the labels that %s selects: %s"
                                .formatted(
                                        one.workload().ref(),
                                        one.reference().target().name()),
                        Optional.empty()));
    }

    private static boolean has(Plain node, String label) {
        var equals = label.indexOf('=');
        return label.substring(equals + 1).equals(node.labels().get(label.substring(0, Math.max(equals, 0))));
    }

    static Reason gate(Case one) {
        return one.reason(
                Verdict.AT_RISK,
                Cause.SCHEDULING_GATED,
                "pods of %s wait until somebody takes the scheduling gate %s away"
                        .formatted(
                                one.workload().ref(), one.reference().target().name()),
                Optional.empty());
    }
}
