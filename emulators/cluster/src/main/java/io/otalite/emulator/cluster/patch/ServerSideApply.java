package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.patch.ManagedFields.Entry;
import io.otalite.emulator.cluster.patch.ManagedFields.Manager;
import io.otalite.emulator.cluster.patch.ManagedFields.Operation;
import io.otalite.emulator.cluster.patch.Patching.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply: somebody says which fields he wants, and owns them. What he no longer says goes, unless others own it
 * too; what others own with another value is a conflict, unless he forces it. Saying the same again gives the same object,
 * times included, so that the store sees that nothing is to be written.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
final class ServerSideApply {

    private ServerSideApply() {}

    /**
     * @param old null when there is no such object
     * @param applied the body of the request
     * @throws Refusal 409 for conflicts
     */
    static ObjectNode apply(ObjectKey key, @Nullable ObjectNode old, ObjectNode applied, Request request, Instant now) {
        requireApplicable(applied);
        var live = old == null ? JsonNodeFactory.instance.objectNode() : old;
        var root = Place.root(key.kind());
        var writer =
                new Manager(request.fieldManager(), Operation.APPLY, key.kind().apiVersion(), request.subresource());
        Predicate<FieldPath> isOwned = path -> ManagedFields.isOwned(key, path, request.subresource());
        var before = ManagedFields.of(live);
        var mine = TypedFields.of(root, applied).only(isOwned);

        var merged = (ObjectNode) TypedFields.merge(root, live, applied);
        var owners = before.with(writer, mine, now);
        var abandoned = abandoned(root, before.fieldsOf(writer), owners.all());
        var wanted = (ObjectNode) TypedFields.remove(root, merged, abandoned);

        var comparison = TypedFields.compare(root, live, wanted);
        var changed = comparison.changed().only(isOwned);
        if (!request.force()) {
            requireNoConflict(owners, writer, changed);
        }
        var taken = changed.union(comparison.removed().only(isOwned));
        owners.eachOther(writer, fields -> fields.without(taken)).writeTo(wanted);
        return wanted;
    }

    /**
     * What goes: what the writer owned and now nobody owns, and structs of which nobody owns anything. Not the top of the
     * object and not the parts of its metadata as a whole: the controllers of this cluster write there without owning.
     */
    private static FieldSet abandoned(Place root, FieldSet before, FieldSet owned) {
        return TypedFields.withStructs(root, before)
                .without(TypedFields.withStructs(root, owned))
                .only(path -> path.elements().size() > (path.isUnder("metadata") ? 2 : 1) || before.contains(path));
    }

    private static void requireApplicable(ObjectNode applied) {
        if (!Metadata.of(applied).path("managedFields").isEmpty()) {
            throw Refusal.badRequest("metadata.managedFields must be nil");
        }
    }

    private static void requireNoConflict(ManagedFields owners, Manager writer, FieldSet changed) {
        var conflicts = new ArrayList<Conflict>();
        for (var entry : owners.entries()) {
            if (!entry.manager().equals(writer)) {
                entry.fields().intersection(changed).paths().stream()
                        .sorted((one, other) -> one.toString().compareTo(other.toString()))
                        .forEach(path -> conflicts.add(new Conflict(nameOf(entry), path.toString())));
            }
        }
        if (!conflicts.isEmpty()) {
            throw refusal(conflicts);
        }
    }

    private record Conflict(String manager, String field) {}

    private static Refusal refusal(List<Conflict> conflicts) {
        var details = JsonNodeFactory.instance.objectNode();
        var causes = details.putArray("causes");
        conflicts.forEach(conflict -> causes.addObject()
                .put("reason", "FieldManagerConflict")
                .put("message", "conflict with " + conflict.manager)
                .put("field", conflict.field));
        return new Refusal(409, "Conflict", message(conflicts), details);
    }

    private static String message(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            var only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with %s: %s".formatted(only.manager, only.field);
        }
        var byManager = new TreeMap<String, List<String>>();
        conflicts.forEach(conflict -> byManager
                .computeIfAbsent(conflict.manager, _ -> new ArrayList<>())
                .add(conflict.field));
        var lines = new ArrayList<String>();
        byManager.forEach((manager, fields) -> {
            lines.add("conflicts with " + manager + ":");
            fields.forEach(field -> lines.add("- " + field));
        });
        return "Apply failed with %d conflicts: %s".formatted(conflicts.size(), String.join("\n", lines));
    }

    /** {@code "kubectl-edit" with subresource "status" using apps/v1 at 2026-01-01T00:00:00Z}, as clients know it. */
    private static String nameOf(Entry entry) {
        var manager = entry.manager();
        var name = new StringBuilder("\"" + manager.name() + "\"");
        if (!manager.subresource().isEmpty()) {
            name.append(" with subresource \"%s\"".formatted(manager.subresource()));
        }
        if (manager.operation() == Operation.UPDATE) {
            name.append(" using ").append(manager.apiVersion());
            if (!entry.time().isEmpty()) {
                name.append(" at ").append(entry.time());
            }
        }
        return name.toString();
    }
}
