package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who uses the destinations of a rotation: those of its plan that still do, and those that have come since. */
final class ConsumersNow {
    private final Workloads workloads;

    ConsumersNow(Workloads workloads) {
        this.workloads = workloads;
    }

    /** All that can be restarted or reload by themselves. */
    Set<ObjectRef> restartable(Rotation rotation) {
        return having(rotation, consumer -> consumer.mode() != Consumer.Mode.REFUSED);
    }

    /** Those that take new content as they run. */
    Set<ObjectRef> reloading(Rotation rotation) {
        return having(rotation, consumer -> consumer.mode() == Consumer.Mode.RELOADS);
    }

    private Set<ObjectRef> having(Rotation rotation, Predicate<Consumer> property) {
        var found = new TreeSet<ObjectRef>();
        for (var destination : rotation.plan().destinations()) {
            workloads.consumers(destination.secret(), destination.entries().keySet()).stream()
                    .filter(property)
                    .map(Consumer::workload)
                    .forEach(found::add);
        }
        return found;
    }
}
