package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What every write passes on its way into the store, whoever writes: defaults are filled in, rules are checked, the
 * generation is counted. Runs under the lock of the store, so it must not wait, and reads other objects
 * only by the lookup it is given.
 */
@FunctionalInterface
public interface Admission {

    /** The part of the object that a writer addressed. */
    enum Part {
        /** All but the status, for kinds with a status path; else all. */
        MAIN,
        /** Only the status. */
        STATUS
    }

    /**
     * Makes the object that will be stored; it may change the one it is given, never the old one.
     *
     * @param old what is stored now; null on creation
     * @param lookup what else is stored at this moment
     * @throws Refusal when a rule is broken
     */
    ObjectNode admit(ObjectKey key, Part part, @Nullable ObjectNode old, ObjectNode wanted, Lookup lookup);
}
