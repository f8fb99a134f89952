package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.Defaults;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which field of an object, as {@code metadata.managedFields} says it. An immutable value.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
public record ManagedFields(List<Entry> entries) {
    private static final String FIELD = "managedFields";

    /** What nobody owns, as the server sets it or it is the object's identity. */
    private static final Set<String> UNOWNED_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            FIELD);

    public ManagedFields {
        entries = List.copyOf(entries);
    }

    /** How somebody came to own fields. */
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String word;

        Operation(String word) {
            this.word = word;
        }
    }

    /** Who writes: the same name owns separately what it applies and what it updates, and each subresource. */
    record Manager(String name, Operation operation, String apiVersion, String subresource) {}

    /** @param time of the last change of the fields */
    record Entry(Manager manager, FieldSet fields, String time) {}

    /**
     * Writes down that somebody wrote plainly, that is by anything but a server-side apply: the changed fields are his and
     * nobody else's. Also fills in the defaults, which are the writer's like all that he sent.
     *
     * @param old what is stored; null on creation
     * @param wanted is changed
     * @param subresource such as {@code status}; empty for the object itself
     * @return {@code wanted}
     */
    public static ObjectNode recordUpdate(
            ObjectKey key,
            @Nullable ObjectNode old,
            ObjectNode wanted,
            String manager,
            String subresource,
            Instant now) {
        var before = old == null ? JsonNodeFactory.instance.objectNode() : old;
        Defaults.complete(key.kind(), wanted);
        if (isReset(wanted)) {
            Metadata.of(wanted).remove(FIELD);
            return wanted;
        }
        var base = of(Metadata.of(wanted).path(FIELD).isEmpty() ? before : wanted);
        var comparison = TypedFields.compare(Place.root(key.kind()), before, wanted);
        var changed = comparison.changed().only(path -> isOwned(key, path, subresource));
        var removed = comparison.removed().only(path -> isOwned(key, path, subresource));
        var writer = new Manager(manager, Operation.UPDATE, key.kind().apiVersion(), subresource);
        var mine = base.fieldsOf(writer).union(changed).without(removed);
        base.eachOther(writer, fields -> fields.without(changed).without(removed))
                .with(writer, mine, now)
                .writeTo(wanted);
        return wanted;
    }

    /** A client gives up all ownership by writing a list with one empty entry. */
    private static boolean isReset(ObjectNode object) {
        var list = Metadata.of(object).path(FIELD);
        return list.size() == 1 && list.path(0).isEmpty();
    }

    static boolean isOwned(ObjectKey key, FieldPath path, String subresource) {
        var first = path.elements().getFirst();
        if (first.equals(new PathElement.Named("kind")) || first.equals(new PathElement.Named("apiVersion"))) {
            return false;
        }
        if (path.isUnder("metadata")) {
            // A write of the status leaves the metadata as it is.
            return !subresource.equals("status")
                    && path.elements().size() > 1
                    && path.elements().get(1) instanceof PathElement.Named named
                    && !UNOWNED_METADATA.contains(named.name());
        }
        if (!key.kind().has(Subresource.STATUS)) {
            return true;
        }
        return path.isUnder("status") == subresource.equals("status");
    }

    /**
     * Reads an object.
     *
     * @throws Refusal when a client has written something that is no such list
     */
    static ManagedFields of(ObjectNode object) {
        var entries = new ArrayList<Entry>();
        for (var entry : Metadata.of(object).path(FIELD)) {
            try {
                entries.add(entry(entry));
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest("metadata.managedFields: " + e.getMessage());
            }
        }
        return new ManagedFields(entries);
    }

    private static Entry entry(JsonNode entry) {
        var word = entry.path("operation").asText();
        var operation = switch (word) {
            case "Apply" -> Operation.APPLY;
            case "Update" -> Operation.UPDATE;
            default -> throw new IllegalArgumentException("operation is Apply or Update, not \"" + word + "\"");
        };
        var manager = new Manager(
                entry.path("manager").asText(),
                operation,
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText());
        return new Entry(
                manager,
                FieldSet.parse(entry.path("fieldsV1")),
                entry.path("time").asText());
    }

    /** Writes into an object, in the server's order: applied first, then by time and name. */
    void writeTo(ObjectNode object) {
        var list = JsonNodeFactory.instance.arrayNode();
        entries.stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.manager.operation)
                        .thenComparing(Entry::time)
                        .thenComparing(entry -> entry.manager.name)
                        .thenComparing(entry -> entry.manager.subresource))
                .forEach(entry -> write(entry, list));
        if (list.isEmpty()) {
            Metadata.of(object).remove(FIELD);
        } else {
            Metadata.of(object).set(FIELD, list);
        }
    }

    private static void write(Entry entry, ArrayNode list) {
        var object = list.addObject()
                .put("manager", entry.manager.name)
                .put("operation", entry.manager.operation.word)
                .put("apiVersion", entry.manager.apiVersion)
                .put("time", entry.time)
                .put("fieldsType", "FieldsV1");
        object.set("fieldsV1", entry.fields.toFieldsV1());
        if (!entry.manager.subresource.isEmpty()) {
            object.put("subresource", entry.manager.subresource);
        }
    }

    FieldSet fieldsOf(Manager manager) {
        return entryOf(manager).map(Entry::fields).orElse(FieldSet.NONE);
    }

    /** All fields that anybody owns. */
    FieldSet all() {
        return entries.stream().map(Entry::fields).reduce(FieldSet.NONE, FieldSet::union);
    }

    /** The fields of all but one; whoever has none left is forgotten. */
    ManagedFields eachOther(Manager manager, UnaryOperator<FieldSet> change) {
        return new ManagedFields(entries.stream()
                .map(entry -> entry.manager.equals(manager)
                        ? entry
                        : new Entry(entry.manager, change.apply(entry.fields), entry.time))
                .filter(entry -> !entry.fields.isEmpty())
                .toList());
    }

    /** One owner's fields replaced; his time moves only when they differ. */
    ManagedFields with(Manager manager, FieldSet fields, Instant now) {
        var present = entryOf(manager);
        if (present.isPresent() && present.get().fields.equals(fields)) {
            return this;
        }
        var others = new ArrayList<>(entries);
        present.ifPresent(others::remove);
        if (!fields.isEmpty()) {
            others.add(new Entry(
                    manager, fields, now.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
        return new ManagedFields(others);
    }

    private Optional<Entry> entryOf(Manager manager) {
        return entries.stream().filter(entry -> entry.manager.equals(manager)).findFirst();
    }
}
