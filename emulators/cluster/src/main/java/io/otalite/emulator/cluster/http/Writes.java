package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.util.ArrayList;
import java.util.List;
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
            warnings.addAll(review(call, Operation.CREATE, key, null, reviewed));
        }
        return new Written(objects.create(key, wanted, call.write()), warnings);
    }

    /**
     * Changes what is there.
     *
     * @param change is given a copy; may run more than once
     * @throws Refusal when there is no such object, or somebody says no
     */
    Written update(Call call, ObjectKey key, Part part, UnaryOperator<ObjectNode> change) {
        if (!rules.reviewers().exist()) {
            return new Written(objects.update(key, part, change, call.write()), List.of());
        }
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var old = objects.get(key).orElseThrow(() -> Refusal.notFound(key));
            var reviewed = objects.update(key, part, change, Write.DRY_RUN);
            var warnings = review(call, Operation.UPDATE, key, old, reviewed);
            try {
                var unmoved = requireVersion(Metadata.version(old), change);
                return new Written(objects.update(key, part, unmoved, call.write()), warnings);
            } catch (MovedException _) {
                // What was reviewed is not what would be written: once more, with the present object.
            }
        }
        throw Refusal.conflict(
                key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    List<String> review(
            Call call, Operation operation, ObjectKey key, @Nullable ObjectNode old, @Nullable ObjectNode wanted) {
        return rules.reviewers().exist()
                ? rules.reviewers().review(operation, key, old, wanted, call.caller(), call.write())
                : List.of();
    }

    /**
     * Looks for fields that the kind does not have: an error, a warning or nothing, as the client wishes.
     *
     * @return the warnings
     * @throws Refusal 400 when the client is strict
     */
    List<String> checkFields(Call call, Kind kind, ObjectNode object) {
        var policy = call.query().find("fieldValidation").orElse("Warn");
        if (policy.equals("Ignore")) {
            return List.of();
        }
        var problems = rules.fields().problems(kind, object);
        if (policy.equals("Strict") && !problems.isEmpty()) {
            throw Refusal.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(kind.name(), kind.version(), kind.name(), String.join(", ", problems)));
        }
        return problems;
    }

    private static UnaryOperator<ObjectNode> requireVersion(String version, UnaryOperator<ObjectNode> change) {
        return present -> {
            if (!Metadata.version(present).equals(version)) {
                throw new MovedException();
            }
            return change.apply(present);
        };
    }
}
