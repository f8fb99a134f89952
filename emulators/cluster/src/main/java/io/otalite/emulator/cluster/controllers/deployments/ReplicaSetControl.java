package io.otalite.emulator.cluster.controllers.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Names;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.Templates;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import io.otalite.emulator.cluster.reconcile.Index;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes the ReplicaSets of a Deployment. */
final class ReplicaSetControl {
    static final String COMPONENT = "deployment-controller";

    /** Annotations of a Deployment that say nothing about its pods. */
    private static final Set<String> OWN_ANNOTATIONS = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            ReplicaSet.REVISION,
            "deployment.kubernetes.io/revision-history",
            ReplicaSet.DESIRED,
            ReplicaSet.MAX,
            "deprecated.deployment.rollback.to");

    private final Objects objects;
    private final Owners owners;
    private final Events events;

    ReplicaSetControl(Objects objects, Index index, Events events) {
        this.objects = objects;
        this.owners = new Owners(objects, index);
        this.events = events;
    }

    /** The present state of all its ReplicaSets. Of several with the template the oldest is the current one. */
    Revisions of(Deployment deployment) {
        var sets = owners.claim(deployment.key(), deployment.object(), Kinds.REPLICA_SET).stream()
                .map(object -> new ReplicaSet(Index.keyOf(Kinds.REPLICA_SET, object), object))
                .sorted(ReplicaSet.OLDEST_FIRST)
                .toList();
        var template = deployment.template();
        var current = sets.stream()
                .filter(set -> Templates.same(set.template(), template))
                .findFirst();
        var old = new ArrayList<>(sets);
        current.ifPresent(old::remove);
        return new Revisions(current, old);
    }

    /** The sets as they are now. */
    Revisions again(Revisions revisions) {
        return new Revisions(
                revisions.current().flatMap(this::read),
                revisions.old().stream().flatMap(set -> read(set).stream()).toList());
    }

    private Optional<ReplicaSet> read(ReplicaSet set) {
        return objects.get(set.key()).map(object -> new ReplicaSet(set.key(), object));
    }

    /**
     * Makes the ReplicaSet of the present template.
     *
     * @return empty when its name is taken by another template; the next attempt has another name
     * @throws Refusal when it was refused
     */
    Optional<ReplicaSet> create(Deployment deployment, int replicas, long revision) {
        var hash = Names.hash(Templates.withoutHash(deployment.template()), deployment.collisions());
        var name = deployment.key().name() + "-" + hash;
        var key = new ObjectKey(Kinds.REPLICA_SET, deployment.key().namespace(), name);
        if (objects.get(key).isPresent()) {
            return Optional.empty();
        }
        var created = objects.create(key, manifest(deployment, hash, replicas, revision), Write.FOR_REAL);
        if (replicas > 0) {
            sayScaled(deployment, name, 0, replicas);
        }
        return Optional.of(new ReplicaSet(key, created));
    }

    private static ObjectNode manifest(Deployment deployment, String hash, int replicas, long revision) {
        var set = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet");
        var template = Templates.withoutHash(deployment.template());
        template.withObjectProperty("metadata").withObjectProperty("labels").put(Templates.HASH_LABEL, hash);
        ObjectNode selector = deployment.object().path("spec").path("selector").deepCopy();
        selector.withObjectProperty("matchLabels").put(Templates.HASH_LABEL, hash);
        Metadata.of(set).set("labels", template.path("metadata").path("labels").deepCopy());
        annotate(set, deployment, revision);
        Owners.manage(set, deployment.key(), deployment.object());
        var spec = set.putObject("spec").put("replicas", replicas);
        if (deployment.minReadySeconds() > 0) {
            spec.put("minReadySeconds", deployment.minReadySeconds());
        }
        spec.set("selector", selector);
        spec.set("template", template);
        return set;
    }

    /** Gives the current set what it takes over from its Deployment, if it lacks it. */
    void adjust(Deployment deployment, ReplicaSet set, long revision) {
        objects.update(set.key(), object -> {
            annotate(object, deployment, Math.max(revision, set.revision()));
            var spec = object.withObjectProperty("spec");
            if (spec.path("minReadySeconds").asInt() != deployment.minReadySeconds()) {
                spec.put("minReadySeconds", deployment.minReadySeconds());
            }
            return object;
        });
    }

    private static void annotate(ObjectNode set, Deployment deployment, long revision) {
        var annotations = Metadata.of(set).withObjectProperty("annotations");
        Metadata.annotations(deployment.object()).forEach((name, value) -> {
            if (!OWN_ANNOTATIONS.contains(name)) {
                annotations.put(name, value);
            }
        });
        annotations.put(ReplicaSet.REVISION, Long.toString(revision));
        size(annotations, deployment);
    }

    private static void size(ObjectNode annotations, Deployment deployment) {
        var replicas = deployment.replicas();
        annotations
                .put(ReplicaSet.DESIRED, Integer.toString(replicas))
                .put(ReplicaSet.MAX, Integer.toString(replicas + deployment.maxSurge()));
    }

    /** Scales a set, and notes the size of the Deployment on it. True when its size is another now. */
    boolean scale(Deployment deployment, ReplicaSet set, int replicas) {
        objects.update(set.key(), object -> {
            size(Metadata.of(object).withObjectProperty("annotations"), deployment);
            JsonNode present = object.path("spec").path("replicas");
            if (present.asInt(1) != replicas) {
                object.withObjectProperty("spec").put("replicas", replicas);
            }
            return object;
        });
        if (set.wanted() == replicas) {
            return false;
        }
        sayScaled(deployment, set.name(), set.wanted(), replicas);
        return true;
    }

    private void sayScaled(Deployment deployment, String name, int from, int to) {
        var text = "Scaled %s replica set %s from %d to %d".formatted(from < to ? "up" : "down", name, from, to);
        var subject = Subject.of(deployment.key(), deployment.object());
        events.record(subject, COMPONENT, Events.Type.NORMAL, "ScalingReplicaSet", text);
    }

    /** Deletes the oldest revisions beyond the history limit. */
    void forgetOldest(Deployment deployment, Revisions revisions) {
        List<ReplicaSet> history = revisions.old().stream()
                .filter(ReplicaSet::isHistory)
                .sorted(Comparator.comparingLong(ReplicaSet::revision))
                .toList();
        history.stream()
                .limit(Math.max(0, history.size() - deployment.historyLimit()))
                .forEach(set -> objects.remove(set.key()));
    }
}
