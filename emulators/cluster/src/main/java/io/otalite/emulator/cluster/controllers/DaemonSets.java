package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.PodControl;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps one pod of each DaemonSet, as there is one node. With a new template the old pod goes before the new one comes. */
public final class DaemonSets implements Reconciler {
    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final PodControl control;
    private final TemplateHistory history;

    public DaemonSets(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
        this.control = new PodControl(objects, events, "daemonset-controller");
        this.history = new TemplateHistory(objects, index);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.DAEMON_SET)) {
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.POD)) {
            Owners.wake(change, Kinds.DAEMON_SET, look);
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var set = objects.get(key).orElse(null);
        if (set == null || Metadata.isDeleted(set)) {
            return Optional.empty();
        }
        var revision = history.present(key, set);
        // The label has the hash only, unlike a StatefulSet's.
        var hash = revision.substring(key.name().length() + 1);
        var pods = index.controlledBy(set, Kinds.POD);
        writeStatus(key, set, pods, hash);
        if (pods.isEmpty()) {
            create(key, set, hash);
        } else {
            pods.stream().filter(Pods::isFinished).forEach(pod -> control.delete(key, set, pod));
            pods.stream().filter(Pods::isActive).skip(1).forEach(pod -> control.delete(key, set, pod));
            if (!set.path("spec").path("updateStrategy").path("type").asText().equals("OnDelete")) {
                pods.stream().filter(pod -> !isOf(hash, pod)).forEach(pod -> control.delete(key, set, pod));
            }
        }
        history.forgetOldest(set, Set.of(revision));
        var now = clock.instant();
        return pods.stream()
                .flatMap(pod -> Pods.availableFrom(pod, minReadySeconds(set)).stream())
                .filter(from -> from.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private static boolean isOf(String hash, JsonNode pod) {
        return Metadata.labels(pod).getOrDefault(TemplateHistory.LABEL, "").equals(hash);
    }

    private static int minReadySeconds(JsonNode set) {
        return set.path("spec").path("minReadySeconds").asInt();
    }

    private void create(ObjectKey key, ObjectNode set, String hash) {
        var pod = PodControl.ofTemplate(set.path("spec").path("template"));
        Metadata.of(pod).withObjectProperty("labels").put(TemplateHistory.LABEL, hash);
        control.createGenerated(key, set, pod);
    }

    private void writeStatus(ObjectKey key, ObjectNode set, List<ObjectNode> pods, String hash) {
        var now = clock.instant();
        var active = pods.stream().filter(Pods::isActive).limit(1).toList();
        var available = (int) active.stream()
                .filter(pod -> Pods.isAvailable(pod, minReadySeconds(set), now))
                .count();
        objects.updateStatus(key, object -> {
            var status = object.withObjectProperty("status");
            status.put("desiredNumberScheduled", 1)
                    .put("currentNumberScheduled", active.size())
                    .put("numberMisscheduled", 0)
                    .put("numberReady", (int)
                            active.stream().filter(Pods::isReady).count())
                    .put("observedGeneration", Metadata.generation(set));
            var updated = active.stream().filter(pod -> isOf(hash, pod)).count();
            ReplicaSets.count(status, "updatedNumberScheduled", updated);
            ReplicaSets.count(status, "numberAvailable", available);
            ReplicaSets.count(status, "numberUnavailable", 1 - available);
            return object;
        });
    }
}
