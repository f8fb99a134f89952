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
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps the numbered pods of a StatefulSet: created from the lowest, each when those before it are available; deleted and
 * updated from the highest, one at a time.
 */
public final class StatefulSets implements Reconciler {
    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final PodControl control;
    private final TemplateHistory history;

    public StatefulSets(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
        this.control = new PodControl(objects, events, "statefulset-controller");
        this.history = new TemplateHistory(objects, index);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.STATEFUL_SET)) {
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.POD)) {
            Owners.wake(change, Kinds.STATEFUL_SET, look);
        }
    }

    /**
     * One look at a StatefulSet.
     *
     * @param pods by their number
     * @param updated the revision of the present template
     * @param current the revision of the last template that was rolled out completely
     */
    private record View(
            ObjectKey key, ObjectNode set, TreeMap<Integer, ObjectNode> pods, String updated, String current) {

        JsonNode spec() {
            return set.path("spec");
        }

        int replicas() {
            return spec().path("replicas").asInt(1);
        }

        boolean isOrdered() {
            return !spec().path("podManagementPolicy").asText().equals("Parallel");
        }

        boolean isRolling() {
            return !spec().path("updateStrategy").path("type").asText().equals("OnDelete");
        }

        int partition() {
            return spec().path("updateStrategy")
                    .path("rollingUpdate")
                    .path("partition")
                    .asInt();
        }

        int minReadySeconds() {
            return spec().path("minReadySeconds").asInt();
        }

        boolean isAvailable(JsonNode pod, Instant now) {
            return Pods.isActive(pod) && Pods.isAvailable(pod, minReadySeconds(), now);
        }

        long count(String revision) {
            return pods.values().stream()
                    .filter(pod -> revision(pod).equals(revision))
                    .count();
        }

        static String revision(JsonNode pod) {
            return Metadata.labels(pod).getOrDefault(TemplateHistory.LABEL, "");
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var set = objects.get(key).orElse(null);
        if (set == null || Metadata.isDeleted(set)) {
            return Optional.empty();
        }
        var pods = new TreeMap<Integer, ObjectNode>();
        index.controlledBy(set, Kinds.POD).forEach(pod -> ordinal(key, pod).ifPresent(number -> pods.put(number, pod)));
        var updated = history.present(key, set);
        var current = set.path("status").path("currentRevision").asText(updated);
        var view = new View(key, set, pods, updated, current);
        var now = clock.instant();
        writeStatus(view, now);
        if (create(view, now) && shrink(view) && view.isRolling()) {
            update(view, now);
        }
        var used = new HashSet<>(pods.values().stream().map(View::revision).toList());
        used.add(updated);
        used.add(current);
        history.forgetOldest(set, used);
        return pods.values().stream()
                .flatMap(pod -> Pods.availableFrom(pod, view.minReadySeconds()).stream())
                .filter(from -> from.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private static Optional<Integer> ordinal(ObjectKey key, JsonNode pod) {
        var name = Metadata.name(pod);
        var end = name.startsWith(key.name() + "-") ? name.substring(key.name().length() + 1) : "";
        return end.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(end)) : Optional.empty();
    }

    /** Creates what is missing; true when all are as they should be. */
    private boolean create(View view, Instant now) {
        var complete = true;
        for (var number = 0; number < view.replicas(); number++) {
            var pod = view.pods().get(number);
            if (pod == null) {
                createPod(view, number);
            } else if (Pods.isFinished(pod)) {
                control.delete(view.key(), view.set(), pod);
            }
            var isGood = pod != null && view.isAvailable(pod, now);
            complete &= isGood;
            if (!isGood && view.isOrdered()) {
                return false;
            }
        }
        return complete || !view.isOrdered();
    }

    private void createPod(View view, int number) {
        var namespace = view.key().namespace();
        var revision = view.isRolling() && number < view.partition() ? view.current() : view.updated();
        var template = history.template(namespace, revision).orElse(view.spec().path("template"));
        var pod = PodControl.ofTemplate(template);
        var name = view.key().name() + "-" + number;
        Metadata.of(pod)
                .withObjectProperty("labels")
                .put("statefulset.kubernetes.io/pod-name", name)
                .put("apps.kubernetes.io/pod-index", Integer.toString(number))
                .put(TemplateHistory.LABEL, revision);
        var spec = pod.withObjectProperty("spec").put("hostname", name);
        if (view.spec().hasNonNull("serviceName")) {
            spec.put("subdomain", view.spec().path("serviceName").asText());
        }
        control.createNamed(view.key(), view.set(), pod, name);
    }

    /** Deletes the highest pod that is too much; true when there is none. */
    private boolean shrink(View view) {
        var surplus = view.pods().tailMap(view.replicas(), true).descendingMap();
        if (surplus.isEmpty()) {
            return true;
        }
        var next = view.isOrdered() ? surplus.headMap(surplus.firstKey(), true) : surplus;
        next.values().forEach(pod -> control.delete(view.key(), view.set(), pod));
        return false;
    }

    private void update(View view, Instant now) {
        for (var number = view.replicas() - 1; number >= view.partition(); number--) {
            var pod = view.pods().get(number);
            if (pod == null || Metadata.isDeleted(pod)) {
                return;
            }
            if (!View.revision(pod).equals(view.updated())) {
                control.delete(view.key(), view.set(), pod);
                return;
            }
            if (!view.isAvailable(pod, now)) {
                return;
            }
        }
    }

    private void writeStatus(View view, Instant now) {
        var pods = view.pods().values();
        var ready = pods.stream().filter(Pods::isReady).count();
        var available = pods.stream().filter(pod -> view.isAvailable(pod, now)).count();
        var isComplete = view.isRolling()
                && view.count(view.updated()) == view.replicas()
                && pods.size() == view.replicas()
                && available == view.replicas();
        var current = isComplete ? view.updated() : view.current();
        objects.updateStatus(view.key(), object -> {
            var status = object.withObjectProperty("status");
            status.put("replicas", pods.size())
                    .put("availableReplicas", (int) available)
                    .put("currentRevision", current)
                    .put("updateRevision", view.updated())
                    .put("collisionCount", 0)
                    .put("observedGeneration", Metadata.generation(view.set()));
            ReplicaSets.count(status, "readyReplicas", ready);
            ReplicaSets.count(status, "currentReplicas", view.count(current));
            ReplicaSets.count(status, "updatedReplicas", view.count(view.updated()));
            return object;
        });
    }
}
