package io.otalite.emulator.cluster.controllers;

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
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Index;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** The templates that a StatefulSet or DaemonSet had, as ControllerRevisions; a template that returns is the newest again. */
final class TemplateHistory {
    /** The label by which a pod says of which revision it is. */
    static final String LABEL = "controller-revision-hash";

    private final Objects objects;
    private final Index index;

    TemplateHistory(Objects objects, Index index) {
        this.objects = objects;
        this.index = index;
    }

    /** The name of the revision of the present template, which is made or made the newest. */
    String present(ObjectKey ownerKey, ObjectNode owner) {
        var template = Templates.withoutHash(owner.path("spec").path("template"));
        var hash = Names.hash(template, 0);
        var key = new ObjectKey(Kinds.CONTROLLER_REVISION, ownerKey.namespace(), ownerKey.name() + "-" + hash);
        var newest = index.controlledBy(owner, Kinds.CONTROLLER_REVISION).stream()
                .filter(revision -> !Metadata.name(revision).equals(key.name()))
                .mapToLong(TemplateHistory::number)
                .max()
                .orElse(0);
        var known = objects.get(key);
        if (known.isEmpty()) {
            objects.create(key, revision(ownerKey, owner, template, hash, newest + 1), Write.FOR_REAL);
        } else if (number(known.get()) <= newest) {
            objects.update(key, revision -> revision.put("revision", newest + 1));
        }
        return key.name();
    }

    private static ObjectNode revision(
            ObjectKey ownerKey, ObjectNode owner, ObjectNode template, String hash, long number) {
        var revision = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "apps/v1")
                .put("kind", "ControllerRevision");
        var labels = Metadata.of(revision).putObject("labels");
        Metadata.labels(template).forEach(labels::put);
        labels.put(LABEL, hash);
        Owners.manage(revision, ownerKey, owner);
        var data = template.deepCopy().put("$patch", "replace");
        revision.putObject("data").putObject("spec").set("template", data);
        return revision.put("revision", number);
    }

    /** The template of a revision. */
    Optional<JsonNode> template(String namespace, String revision) {
        return objects.get(new ObjectKey(Kinds.CONTROLLER_REVISION, namespace, revision))
                .map(object -> {
                    ObjectNode template =
                            object.path("data").path("spec").path("template").deepCopy();
                    template.remove("$patch");
                    return template;
                });
    }

    /** Deletes the oldest ones beyond the limit, but none in use. */
    void forgetOldest(ObjectNode owner, Set<String> used) {
        var limit = owner.path("spec").path("revisionHistoryLimit").asInt(10);
        var unused = index.controlledBy(owner, Kinds.CONTROLLER_REVISION).stream()
                .filter(revision -> !used.contains(Metadata.name(revision)))
                .sorted(Comparator.comparingLong(TemplateHistory::number))
                .toList();
        unused.stream()
                .limit(Math.max(0, unused.size() - limit))
                .forEach(revision -> objects.remove(Index.keyOf(Kinds.CONTROLLER_REVISION, revision)));
    }

    private static long number(JsonNode revision) {
        return revision.path("revision").asLong();
    }
}
