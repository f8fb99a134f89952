package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.admission.Operation;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.patch.Patching;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to the write of a client on its way to the store; controllers write without it. */
public record WriteRules(Patching patching, FieldChecks fields, Ownership ownership, Reviewers reviewers) {

    /** Finds what a kind does not have. */
    @FunctionalInterface
    public interface FieldChecks {
        /** Each as a text such as {@code unknown field "spec.foo"}. Called under the lock of the store: must not wait. */
        List<String> problems(Kind kind, ObjectNode object);
    }

    /** Keeps {@code managedFields} of all writes but server-side applies. */
    @FunctionalInterface
    public interface Ownership {
        /**
         * Gives the changed fields to the manager. Called under the lock of the store: must not wait.
         *
         * @param old null on creation
         * @param subresource empty for the object itself
         * @return the wanted object, changed or not
         */
        ObjectNode record(
                ObjectKey key,
                @Nullable ObjectNode old,
                ObjectNode wanted,
                String manager,
                String subresource,
                Instant now);
    }

    /** Others who may refuse a write; they are called over the network. */
    public interface Reviewers {
        /** Whether there is anybody to ask. */
        boolean exist();

        /**
         * Asks all who want to be asked. Called without any lock.
         *
         * @param old null on creation
         * @param wanted as it would be stored; null on deletion
         * @return warnings for the client
         * @throws io.otalite.emulator.cluster.objects.Refusal when one of them says no
         */
        List<String> review(
                Operation operation,
                ObjectKey key,
                @Nullable ObjectNode old,
                @Nullable ObjectNode wanted,
                Caller caller,
                Write write);
    }
}
