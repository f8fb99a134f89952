package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Binds pods to the one node, unless something forbids it: a cordoned node, a node selector that it does not meet,
 * another scheduler's name. Affinities, taints and resources are not weighed.
 */
public final class Scheduler implements Reconciler {
    private static final String NAME = "default-scheduler";

    private final Objects objects;
    private final Clock clock;
    private final Events events;
    private final ObjectKey node;
    private final Set<ObjectKey> pending = new HashSet<>();

    public Scheduler(Objects objects, Clock clock, Events events, String nodeName) {
        this.objects = objects;
        this.clock = clock;
        this.events = events;
        this.node = ObjectKey.inCluster(Kinds.NODE, nodeName);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.POD) && !isBound(change.object())) {
            look.accept(change.key());
        } else if (change.key().equals(node)) {
            pending.forEach(look);
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var pod = objects.get(key).orElse(null);
        pending.remove(key);
        if (pod == null || isBound(pod) || Metadata.isDeleted(pod) || !isAsked(pod)) {
            return Optional.empty();
        }
        var refusal = refusal(pod.path("spec"));
        if (refusal.isPresent()) {
            pending.add(key);
            refuse(key, pod, refusal.get());
        } else {
            bind(key, pod);
        }
        return Optional.empty();
    }

    private static boolean isBound(JsonNode pod) {
        return pod.path("spec").hasNonNull("nodeName");
    }

    private static boolean isAsked(JsonNode pod) {
        return pod.path("spec").path("schedulerName").asText(NAME).equals(NAME);
    }

    /** Why the pod must wait. */
    private Optional<Condition> refusal(JsonNode spec) {
        var present = objects.get(node);
        if (present.isEmpty()) {
            return Optional.of(unschedulable("no nodes available to schedule pods"));
        }
        if (present.get().path("spec").path("unschedulable").asBoolean()) {
            return Optional.of(unschedulable("0/1 nodes are available: 1 node(s) were unschedulable."));
        }
        var labels = present.get().path("metadata").path("labels");
        var meets = spec.path("nodeSelector")
                .propertyStream()
                .allMatch(label -> labels.path(label.getKey())
                        .asText()
                        .equals(label.getValue().asText()));
        return meets
                ? Optional.empty()
                : Optional.of(
                        unschedulable("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."));
    }

    private static Condition unschedulable(String why) {
        return Condition.of("PodScheduled", false, "Unschedulable", why);
    }

    private void refuse(ObjectKey key, ObjectNode pod, Condition why) {
        events.record(Subject.of(key, pod), NAME, Events.Type.WARNING, "FailedScheduling", why.message());
        objects.updateStatus(key, object -> {
            var status = object.withObjectProperty("status").put("phase", "Pending");
            Conditions.set(status, why, clock.instant());
            return object;
        });
    }

    private void bind(ObjectKey key, ObjectNode pod) {
        objects.update(key, object -> {
            object.withObjectProperty("spec").put("nodeName", node.name());
            return object;
        });
        var text = "Successfully assigned %s/%s to %s".formatted(key.namespace(), key.name(), node.name());
        events.record(Subject.of(key, pod), NAME, Events.Type.NORMAL, "Scheduled", text);
    }
}
