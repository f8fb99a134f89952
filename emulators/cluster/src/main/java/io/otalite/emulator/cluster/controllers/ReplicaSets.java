package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Annotations;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.PodControl;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import io.otalite.emulator.cluster.reconcile.SelectorIndex;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many pods of a template as a ReplicaSet asks for. A pod that cannot be created is said in an event and in the
 * condition {@code ReplicaFailure}, and tried again.
 */
public final class ReplicaSets implements Reconciler {
    /** Who goes first when there are too many: whoever does least. As the real controller ranks them. */
    private static final Comparator<JsonNode> LEAST_USEFUL_FIRST = Comparator.<JsonNode, Boolean>comparing(
                    Pods::isBound)
            .thenComparing(pod -> Pods.phase(pod).equals("Running"))
            .thenComparing(Pods::isReady)
            .thenComparing(pod -> Annotations.number(pod, "controller.kubernetes.io/pod-deletion-cost")
                    .orElse(0))
            .thenComparing(pod -> Pods.readySince(pod).orElse(Instant.MAX), Comparator.reverseOrder())
            .thenComparing(Pods::restarts, Comparator.reverseOrder())
            .thenComparing(ReplicaSets::created, Comparator.reverseOrder())
            .thenComparing(pod -> Metadata.name(pod));

    private final Objects objects;
    private final Clock clock;
    private final Owners owners;
    private final PodControl pods;
    private final SelectorIndex selectors = new SelectorIndex();

    public ReplicaSets(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.owners = new Owners(objects, index);
        this.pods = new PodControl(objects, events, "replicaset-controller");
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.REPLICA_SET)) {
            selectors.apply(
                    change, LabelSelector.of(change.object().path("spec").path("selector")));
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.POD)) {
            Owners.wake(change, Kinds.REPLICA_SET, look);
            if (Metadata.controller(change.object()).isMissingNode()) {
                selectors
                        .selecting(change.key().namespace(), Metadata.labels(change.object()))
                        .forEach(look);
            }
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var set = objects.get(key).orElse(null);
        if (set == null) {
            return Optional.empty();
        }
        var active = owners.claim(key, set, Kinds.POD).stream()
                .filter(Pods::isActive)
                .toList();
        var failure = Metadata.isDeleted(set) ? null : reconcileCount(key, set, active);
        writeStatus(key, set, active, failure);
        if (failure != null) {
            throw failure;
        }
        return nextAvailable(set, active);
    }

    private @Nullable Refusal reconcileCount(ObjectKey key, ObjectNode set, List<ObjectNode> active) {
        var wanted = set.path("spec").path("replicas").asInt(1);
        try {
            for (var missing = wanted - active.size(); missing > 0; missing--) {
                var template = set.path("spec").path("template");
                pods.createGenerated(key, set, PodControl.ofTemplate(template));
            }
            active.stream()
                    .sorted(LEAST_USEFUL_FIRST)
                    .limit(Math.max(0, active.size() - wanted))
                    .forEach(pod -> pods.delete(key, set, pod));
            return null;
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private void writeStatus(ObjectKey key, ObjectNode set, List<ObjectNode> active, @Nullable Refusal failure) {
        var now = clock.instant();
        var minReady = minReadySeconds(set);
        var fully = LabelSelector.ofLabels(
                set.path("spec").path("template").path("metadata").path("labels"));
        objects.updateStatus(key, current -> {
            var status = current.withObjectProperty("status");
            status.put("replicas", active.size());
            count(
                    status,
                    "fullyLabeledReplicas",
                    active.stream()
                            .filter(pod -> fully.matches(Metadata.labels(pod)))
                            .count());
            count(status, "readyReplicas", active.stream().filter(Pods::isReady).count());
            count(
                    status,
                    "availableReplicas",
                    active.stream()
                            .filter(pod -> Pods.isAvailable(pod, minReady, now))
                            .count());
            status.put("observedGeneration", Metadata.generation(set));
            writeFailure(status, failure, now);
            return current;
        });
    }

    private static void writeFailure(ObjectNode status, @Nullable Refusal failure, Instant now) {
        if (failure != null) {
            var message = String.valueOf(failure.getMessage());
            Conditions.set(status, Condition.of("ReplicaFailure", true, "FailedCreate", message), now);
        } else if (status.has("conditions")) {
            Conditions.remove(status, "ReplicaFailure");
            if (status.path("conditions").isEmpty()) {
                status.remove("conditions");
            }
        }
    }

    /** Zero counts are left out, as the real server leaves them out. */
    static void count(ObjectNode status, String field, long value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, (int) value);
        }
    }

    private Optional<Instant> nextAvailable(ObjectNode set, List<ObjectNode> active) {
        var now = clock.instant();
        return active.stream()
                .flatMap(pod -> Pods.availableFrom(pod, minReadySeconds(set)).stream())
                .filter(from -> from.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private static int minReadySeconds(ObjectNode object) {
        return object.path("spec").path("minReadySeconds").asInt();
    }

    private static String created(JsonNode object) {
        return object.path("metadata").path("creationTimestamp").asText();
    }
}
