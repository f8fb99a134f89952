package io.otalite.emulator.cluster.controllers.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import io.otalite.emulator.cluster.reconcile.SelectorIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rolls out the template of a Deployment. Each look does one step and writes the status; the ReplicaSets' answers bring
 * about the next.
 */
public final class Deployments implements Reconciler {
    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final ReplicaSetControl control;
    private final RollingUpdate rolling;
    private final Scaling scaling;
    private final SelectorIndex selectors = new SelectorIndex();

    public Deployments(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
        this.control = new ReplicaSetControl(objects, index, events);
        this.rolling = new RollingUpdate(control);
        this.scaling = new Scaling(control);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        var key = change.key();
        if (key.kind().equals(Kinds.DEPLOYMENT)) {
            selectors.apply(
                    change, LabelSelector.of(change.object().path("spec").path("selector")));
            look.accept(key);
        } else if (key.kind().equals(Kinds.REPLICA_SET)) {
            Owners.wake(change, Kinds.DEPLOYMENT, look);
            if (Metadata.controller(change.object()).isMissingNode()) {
                selectors
                        .selecting(key.namespace(), Metadata.labels(change.object()))
                        .forEach(look);
            }
        } else if (key.kind().equals(Kinds.POD) && change.type() == ObjectChange.Type.DELETED) {
            // Recreate waits until the last old pod is gone, which no ReplicaSet says.
            objects.get(replicaSetOf(change))
                    .ifPresent(set -> Owners.wake(asChange(change, set), Kinds.DEPLOYMENT, look));
        }
    }

    private static ObjectKey replicaSetOf(ObjectChange change) {
        var owner = Metadata.controller(change.object()).path("name").asText();
        return new ObjectKey(Kinds.REPLICA_SET, change.key().namespace(), owner);
    }

    private static ObjectChange asChange(ObjectChange change, ObjectNode set) {
        return new ObjectChange(replicaSetOf(change), change.type(), set, null, change.version());
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var object = objects.get(key).orElse(null);
        if (object == null) {
            return Optional.empty();
        }
        var deployment = new Deployment(key, object);
        var status = new RolloutStatus(deployment, clock.instant());
        var revisions = control.of(deployment);
        if (Metadata.isDeleted(object)) {
            return write(deployment, status, revisions, false);
        }
        status.notePause();
        if (deployment.isPaused() || Scaling.isDue(deployment, revisions)) {
            var current = adjustCurrent(deployment, status, revisions);
            scaling.apply(deployment, current);
            return write(deployment, status, current, false);
        }
        return deployment.isRolling() ? roll(deployment, status, revisions) : recreate(deployment, status, revisions);
    }

    private Optional<Instant> roll(Deployment deployment, RolloutStatus status, Revisions revisions) {
        var current = withCurrent(deployment, status, revisions);
        if (current.current().isPresent()) {
            rolling.step(deployment, current);
        }
        return write(deployment, status, current, true);
    }

    private Optional<Instant> recreate(Deployment deployment, RolloutStatus status, Revisions revisions) {
        var adjusted = adjustCurrent(deployment, status, revisions);
        var scaledDown = false;
        for (var set : adjusted.old()) {
            scaledDown |= set.wanted() > 0 && control.scale(deployment, set, 0);
        }
        if (scaledDown || adjusted.old().stream().anyMatch(this::hasPods)) {
            return write(deployment, status, adjusted, true);
        }
        var current = withCurrent(deployment, status, adjusted);
        current.current().ifPresent(set -> control.scale(deployment, set, deployment.replicas()));
        return write(deployment, status, current, true);
    }

    /** Whether one of its pods may still run, if only to its end. */
    private boolean hasPods(ReplicaSet set) {
        return index.controlledBy(set.object(), Kinds.POD).stream().anyMatch(pod -> !Pods.isFinished(pod));
    }

    /** Makes the current ReplicaSet unless there is one. */
    private Revisions withCurrent(Deployment deployment, RolloutStatus status, Revisions revisions) {
        if (revisions.current().isPresent()) {
            return adjustCurrent(deployment, status, revisions);
        }
        var size = RollingUpdate.sizeOfCurrent(deployment, Optional.empty(), revisions);
        var revision = revisions.newestOldRevision() + 1;
        try {
            var created = control.create(deployment, size, revision);
            if (created.isEmpty()) {
                status.collided();
            }
            created.ifPresent(set -> {
                annotate(deployment, revision);
                var text = "Created new replica set \"%s\"".formatted(set.name());
                status.progress(true, "NewReplicaSetCreated", text);
            });
            return new Revisions(created, revisions.old());
        } catch (Refusal refusal) {
            status.progress(false, "ReplicaSetCreateError", String.valueOf(refusal.getMessage()));
            objects.updateStatus(deployment.key(), object -> object.set("status", status.content()));
            throw refusal;
        }
    }

    /** An old template that is current again becomes the newest revision: this is how a rollback is seen. */
    private Revisions adjustCurrent(Deployment deployment, RolloutStatus status, Revisions revisions) {
        if (revisions.current().isEmpty()) {
            return revisions;
        }
        var set = revisions.current().get();
        var revision = Math.max(revisions.newestOldRevision() + 1, set.revision());
        control.adjust(deployment, set, revision);
        annotate(deployment, revision);
        if (status.progress().isMissingNode()) {
            var text = "Found new replica set \"%s\"".formatted(set.name());
            status.progress(true, "FoundNewReplicaSet", text);
        }
        return control.again(revisions);
    }

    private void annotate(Deployment deployment, long revision) {
        objects.update(deployment.key(), object -> {
            Metadata.of(object).withObjectProperty("annotations").put(ReplicaSet.REVISION, Long.toString(revision));
            return object;
        });
    }

    private Optional<Instant> write(
            Deployment deployment, RolloutStatus status, Revisions revisions, boolean isRollout) {
        var present = control.again(revisions);
        status.count(present);
        if (isRollout) {
            status.judge(present);
        }
        objects.updateStatus(deployment.key(), object -> object.set("status", status.content()));
        if (status.isComplete() && !deployment.isPaused()) {
            control.forgetOldest(deployment, present);
        }
        // A second later, as times in objects have no fractions.
        return isRollout ? status.deadline().map(when -> when.plus(Duration.ofSeconds(1))) : Optional.empty();
    }
}
