package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes what has no owner any more. An object that is deleted with the finalizer {@code foregroundDeletion} waits for
 * those of its dependents that block it; one with the finalizer {@code orphan} lets them go first.
 */
public final class GarbageCollector implements Reconciler {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final Objects objects;
    private final Index index;
    private final Owners owners;

    public GarbageCollector(Objects objects, Index index) {
        this.objects = objects;
        this.index = index;
        this.owners = new Owners(objects, index);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.type() == ObjectChange.Type.DELETED) {
            index.dependents(Metadata.uid(change.object())).forEach(look);
            references(change.object())
                    .forEach(owner -> key(owner, change.key()).ifPresent(look));
            return;
        }
        if (!references(change.object()).isEmpty() || Metadata.isDeleted(change.object())) {
            look.accept(change.key());
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var object = objects.get(key).orElse(null);
        if (object == null) {
            return Optional.empty();
        }
        if (Metadata.isDeleted(object)) {
            finish(key, object);
        } else {
            judge(key, object);
        }
        return Optional.empty();
    }

    /** Deletes an object all of whose owners are gone, and frees it of some that are. */
    private void judge(ObjectKey key, ObjectNode object) {
        var references = references(object);
        var gone = references.stream().filter(owner -> isGone(owner, key)).toList();
        if (!gone.isEmpty() && gone.size() == references.size()) {
            Deletion.begin(objects, key, object, List.of());
            return;
        }
        gone.forEach(owner -> owners.letGo(key, owner.path("uid").asText()));
        if (!references.isEmpty() && references.stream().allMatch(owner -> isLeaving(owner, key))) {
            Deletion.begin(objects, key, object, List.of(FOREGROUND));
        }
    }

    /** Of an owner of a kind that is not offered nothing is known: it does not count as gone. */
    private boolean isGone(JsonNode owner, ObjectKey dependent) {
        return key(owner, dependent)
                .filter(named -> objects.get(named)
                        .filter(object ->
                                Metadata.uid(object).equals(owner.path("uid").asText()))
                        .isEmpty())
                .isPresent();
    }

    /** Whether the owner waits for this dependent to go. */
    private boolean isLeaving(JsonNode owner, ObjectKey dependent) {
        return key(owner, dependent)
                .flatMap(objects::get)
                .filter(object -> Metadata.uid(object).equals(owner.path("uid").asText()))
                .filter(Metadata::isDeleted)
                .filter(object -> Metadata.finalizers(object).contains(FOREGROUND))
                .isPresent();
    }

    private void finish(ObjectKey key, ObjectNode object) {
        var uid = Metadata.uid(object);
        var finalizers = Metadata.finalizers(object);
        if (finalizers.contains(ORPHAN)) {
            index.dependents(uid).forEach(dependent -> owners.letGo(dependent, uid));
            removeFinalizer(key, ORPHAN);
        } else if (finalizers.contains(FOREGROUND)) {
            var dependents = index.dependents(uid);
            dependents.forEach(dependent -> objects.get(dependent)
                    .filter(found -> !Metadata.isDeleted(found))
                    .ifPresent(found -> judge(dependent, found)));
            if (index.dependents(uid).stream().noneMatch(dependent -> isBlocking(dependent, uid))) {
                removeFinalizer(key, FOREGROUND);
            }
        }
    }

    private boolean isBlocking(ObjectKey dependent, String ownerUid) {
        return objects.get(dependent).stream()
                .flatMap(object -> references(object).stream())
                .anyMatch(owner -> owner.path("uid").asText().equals(ownerUid)
                        && owner.path("blockOwnerDeletion").asBoolean());
    }

    private void removeFinalizer(ObjectKey key, String finalizer) {
        objects.update(key, object -> {
            var list = Metadata.of(object).withArrayProperty("finalizers");
            list.removeIf(entry -> entry.asText().equals(finalizer));
            return object;
        });
    }

    private static List<JsonNode> references(JsonNode object) {
        return object.path("metadata").path("ownerReferences").valueStream().toList();
    }

    /** The owner a dependent names; empty for a kind that is not offered. */
    private static Optional<ObjectKey> key(JsonNode owner, ObjectKey dependent) {
        return Kinds.of(owner.path("apiVersion").asText(), owner.path("kind").asText())
                .filter(kind -> !kind.isNamespaced() || !dependent.namespace().isEmpty())
                .map(kind -> new ObjectKey(
                        kind,
                        kind.isNamespaced() ? dependent.namespace() : "",
                        owner.path("name").asText()));
    }
}
