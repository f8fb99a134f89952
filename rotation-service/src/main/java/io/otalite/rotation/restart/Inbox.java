package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.util.List;

/** What is to be done, durable before anybody is told that it will be done. Thread-safe. */
public interface Inbox {
    /**
     * Records a change and one task for each workload, unless they are recorded. A task for the same workload that waits, or only waits
     * for the use of a key, and whose Secrets this change concerns is covered by it and given up, for as long as this one is not; or this
     * one is, where the other change is the later one. A rotation of this service, which goes by the id, covers those of others, and is
     * covered by none of them. A task of others that has begun with another Secret of the same rotation begins anew.
     *
     * @param planned in the order in which they are to be done
     * @param takesBack whether an earlier content is put back: what is going on of the rotation that is undone is given up, and who
     *     restarts one of these workloads for something else begins anew after it
     * @throws RestartsUnavailableException if that is not certain
     */
    void record(Change change, List<Planned> planned, boolean takesBack);

    /**
     * Gives up what waits, and what may yet be recorded of the rotation. What it has covered waits again.
     *
     * @throws RestartsUnavailableException if that is not certain
     */
    void cancel(String rotationId, String reason);

    /**
     * In the order in which they are done; empty for none.
     *
     * @throws RestartsUnavailableException if nobody answers
     */
    List<RestartTask> tasks(String rotationId);

    /** @throws RestartsUnavailableException if nobody answers */
    boolean isRecorded(String rotationId, ObjectRef secret);
}
