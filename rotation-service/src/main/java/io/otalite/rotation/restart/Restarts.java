package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.util.List;
import java.util.Set;

/** The work of this feature, as the feature that rotates sees it. Thread-safe. */
public interface Restarts {
    /**
     * Records the work for a change, unless it is recorded already: one task for each workload that uses one of the entries, a rotation's
     * several Secrets giving a workload one task in all. Rotations of this service ask here, right after they have told of the change:
     * an event with an id of theirs asks for nothing.
     *
     * @throws RestartsUnavailableException if that is not certain
     */
    void request(Change change);

    /**
     * Records the work for only some of the workloads: those that have taken a value which is taken back. It comes before everything else.
     *
     * @param change has the id of the rotation that is undone, and {@link Change#UNDO} after it
     * @throws RestartsUnavailableException if that is not certain
     */
    void request(Change change, Set<ObjectRef> workloads);

    /**
     * Gives up what has not begun, and what is asked for later under the same id.
     *
     * @throws RestartsUnavailableException if that is not certain
     */
    void cancel(String rotationId, String reason);

    /**
     * The tasks of a rotation in the order in which they are done; empty while none is recorded. A change that nobody uses has none, so
     * {@link #isRecorded} tells the difference.
     *
     * @throws RestartsUnavailableException if nobody answers
     */
    List<RestartTask> tasks(String rotationId);

    /** Whether the work for this Secret has been recorded under this rotation. */
    boolean isRecorded(String rotationId, ObjectRef secret);
}
