package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task that was taken by this instance.
 *
 * @param claim which taking of it this is: a later one has another number
 * @param changes those of its rotation that concern it
 * @param begun since when it is restarted or watched
 */
public record Claimed(
        long id,
        long claim,
        String rotationId,
        ObjectRef workload,
        State state,
        Nature nature,
        List<Change> changes,
        Optional<Instant> begun) {
    /**
     * What kind of a task it is.
     *
     * @param reloads whether the workload takes new content as it runs
     * @param takesBack whether an earlier content is put back
     * @param stamped whether its template was given the rotation's id
     * @param isFirst whether no other task of the rotation has begun
     * @param isLast whether no other task of the rotation is open
     * @param renewals how often it was begun anew, because another Secret of the rotation was written when it had begun
     */
    public record Nature(
            boolean reloads, boolean takesBack, boolean stamped, boolean isFirst, boolean isLast, int renewals) {}

    public Claimed {
        changes = List.copyOf(changes);
    }

    /** What its template is given: the rotation's id, and another value each time it is begun anew. No id has a slash. */
    String stamp() {
        return nature.renewals() == 0 ? rotationId : rotationId + '/' + nature.renewals();
    }

    /** When the last of its Secrets got its new content, as whoever wrote it says. */
    Instant changedAt() {
        return changes.stream().map(Change::at).max(Instant::compareTo).orElse(Instant.MIN);
    }
}
