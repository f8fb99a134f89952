package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who manages what: {@code metadata.ownerReferences}. */
public final class Owners {
    private final Objects objects;
    private final Index index;

    public Owners(Objects objects, Index index) {
        this.objects = objects;
        this.index = index;
    }

    /** Makes the owner the one that manages the object. */
    public static void manage(ObjectNode object, ObjectKey ownerKey, JsonNode owner) {
        Metadata.of(object).withArrayProperty("ownerReferences").add(reference(ownerKey, owner));
    }

    /** Names the owner of a kind that manages the changed object, before or after the change. */
    public static void wake(ObjectChange change, Kind ownerKind, Consumer<ObjectKey> look) {
        managing(change.object(), change.key(), ownerKind).ifPresent(look);
        Optional.ofNullable(change.previous())
                .flatMap(previous -> managing(previous, change.key(), ownerKind))
                .ifPresent(look);
    }

    /** The key of the owner of a kind that manages an object. */
    public static Optional<ObjectKey> managing(JsonNode object, ObjectKey key, Kind ownerKind) {
        var owner = Metadata.controller(object);
        var named = owner.path("kind").asText().equals(ownerKind.name())
                && owner.path("apiVersion").asText().equals(ownerKind.apiVersion());
        return named
                ? Optional.of(new ObjectKey(
                        ownerKind, key.namespace(), owner.path("name").asText()))
                : Optional.empty();
    }

    /**
     * What an owner manages: objects that its selector matches and that nobody manages are adopted, and those that it no
     * longer matches are let go.
     */
    public List<ObjectNode> claim(ObjectKey ownerKey, JsonNode owner, Kind kind) {
        var selector = LabelSelector.of(owner.path("spec").path("selector"));
        if (!Metadata.isDeleted(owner) && !selector.isEmpty()) {
            index.selected(kind, ownerKey.namespace(), selector).stream()
                    .filter(object -> Metadata.controller(object).isMissingNode())
                    .filter(Predicate.not(Metadata::isDeleted))
                    .filter(object -> isPodOfThisTime(kind, object))
                    .forEach(object -> adopt(Index.keyOf(kind, object), ownerKey, owner));
        }
        return adoptedAndOwn(owner, kind, selector);
    }

    private static boolean isPodOfThisTime(Kind kind, ObjectNode object) {
        return !kind.equals(Kinds.POD) || Pods.isActive(object);
    }

    private List<ObjectNode> adoptedAndOwn(JsonNode owner, Kind kind, LabelSelector selector) {
        return index.controlledBy(owner, kind).stream()
                .filter(object -> {
                    var matches = selector.isEmpty() || selector.matches(Metadata.labels(object));
                    if (!matches && !Metadata.isDeleted(object)) {
                        letGo(Index.keyOf(kind, object), Metadata.uid(owner));
                    }
                    return matches;
                })
                .toList();
    }

    private void adopt(ObjectKey key, ObjectKey ownerKey, JsonNode owner) {
        objects.update(key, object -> {
            if (Metadata.controller(object).isMissingNode()) {
                manage(object, ownerKey, owner);
            }
            return object;
        });
    }

    /** Removes an owner from an object. */
    public void letGo(ObjectKey key, String ownerUid) {
        objects.update(key, object -> {
            var list = Metadata.of(object).withArrayProperty("ownerReferences");
            list.removeIf(reference -> reference.path("uid").asText().equals(ownerUid));
            if (list.isEmpty()) {
                Metadata.of(object).remove("ownerReferences");
            }
            return object;
        });
    }

    private static ObjectNode reference(ObjectKey key, JsonNode owner) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", key.kind().apiVersion())
                .put("kind", key.kind().name())
                .put("name", key.name())
                .put("uid", Metadata.uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }
}
