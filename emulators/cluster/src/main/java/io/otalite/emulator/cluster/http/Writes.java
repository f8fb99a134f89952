package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.FieldValidation;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one way of a client's write into the store: reviewers are asked about the object as it would be stored, outside the
 * lock, and what they have seen is what is written. Thread-safe.
 */
final class Writes {
    /** How often a write is tried anew because the object changed while reviewers were asked; as the API server does. */
    private static final int ATTEMPTS = 5;

    private final Objects objects;
    private final WriteRules rules;

    Writes(Objects objects, WriteRules rules) {
        this.objects = objects;
        this.rules = rules;
    }

    /** What is stored now, and what the client should know. */
    record Written(ObjectNode object, List<String> warnings) {
        Written {
            warnings = List.copyOf(warnings);
        }
    }

    /** The object changed between review and write. */
    private static final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Written create(Call call, ObjectKey key, ObjectNode wanted) {
        var warnings = new ArrayList<String>();
        if (rules.reviewers().exist()) {
            var reviewed = objects.create(key, wanted, Write.DRY_RUN);
            warnings.addAll(review(call, Operation.CREATE, key, null, reviewed, call.write()));
        }
        return new Written(objects.create(key, wanted, call.write()), warnings);
    }

    /**
     * Changes what is there. Reviewers are asked about whole objects only, not about the status.
     *
     * @param change is given a copy; may run more than once
     * @throws Refusal when there is no such object, or somebody says no
     */
    Written update(Call call, ObjectKey key, Part part, UnaryOperator<ObjectNode> change) {
        if (part == Part.STATUS || !rules.reviewers().exist()) {
            return new Written(objects.update(key, part, change, call.write()), List.of());
        }
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var old = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
            var reviewed = objects.update(key, part, change, Write.DRY_RUN);
            var warnings = review(call, Operation.UPDATE, key, old, reviewed, call.write());
            try {
                var unmoved = requireUnmoved(old, change);
                return new Written(objects.update(key, part, unmoved, call.write()), warnings);
            } catch (MovedException _) {
                // What was reviewed is not what would be written: once more, with the present object.
            }
        }
        throw moved(key);
    }

    /**
     * Begins a deletion.
     *
     * @return the object as it is after the call, and what reviewers have said about it
     * @throws Refusal when there is no such object, a precondition does not hold, or somebody says no
     */
    Written delete(Call call, ObjectKey key, DeleteOptions options) {
        var write = options.isDryRun() ? Write.DRY_RUN : call.write();
        if (!rules.reviewers().exist()) {
            return new Written(delete(key, options, _ -> {}, write), List.of());
        }
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var old = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
            options.requirePreconditions(key, old);
            var warnings = review(call, Operation.DELETE, key, old, null, write);
            try {
                return new Written(delete(key, options, present -> requireSame(old, present), write), warnings);
            } catch (MovedException _) {
                // Another object than the reviewers have seen would go: they are asked about that one.
            }
        }
        throw moved(key);
    }

    private ObjectNode delete(ObjectKey key, DeleteOptions options, Consumer<ObjectNode> precondition, Write write) {
        return objects.delete(
                key,
                object -> {
                    precondition.accept(object);
                    options.requirePreconditions(key, object);
                },
                object -> key.kind().equals(Kinds.POD) ? options.graceSeconds(object) : 0,
                options.finalizers(),
                write);
    }

    private List<String> review(
            Call call,
            Operation operation,
            ObjectKey key,
            @Nullable ObjectNode old,
            @Nullable ObjectNode wanted,
            Write write) {
        return rules.reviewers().review(operation, key, old, wanted, call.caller(), write);
    }

    private static Refusal moved(ObjectKey key) {
        return Refusal.conflict(
                key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    /**
     * Looks for fields that the kind does not have: an error, a warning or nothing, as the client wishes.
     *
     * @return the warnings
     * @throws Refusal 400 when the client is strict
     */
    List<String> checkFields(Call call, Kind kind, ObjectNode object) {
        return judge(call, kind, () -> rules.fields().problems(kind, object));
    }

    /** Looks for fields that the body says twice; else as {@link #checkFields}. */
    List<String> checkBody(Call call, Kind kind) {
        return judge(call, kind, () -> Bodies.duplicateFields(call));
    }

    private static List<String> judge(Call call, Kind kind, Supplier<List<String>> find) {
        var policy = call.query().find("fieldValidation").orElse("Warn");
        if (policy.equals("Ignore")) {
            return List.of();
        }
        var problems = find.get();
        if (policy.equals("Strict") && !problems.isEmpty()) {
            throw FieldValidation.refusal(kind, problems);
        }
        return problems;
    }

    private static UnaryOperator<ObjectNode> requireUnmoved(ObjectNode old, UnaryOperator<ObjectNode> change) {
        return present -> {
            requireSame(old, present);
            return change.apply(present);
        };
    }

    /** The version tells another object of the same name apart, too: no two changes have the same. */
    private static void requireSame(ObjectNode reviewed, ObjectNode present) {
        if (!Metadata.version(present).equals(Metadata.version(reviewed))) {
            throw new MovedException();
        }
    }
}
