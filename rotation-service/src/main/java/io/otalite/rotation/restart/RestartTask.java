package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is done for one workload after one rotation.
 *
 * @param state how far it is
 * @param reason why it failed or was given up, for people
 * @param evidence what was seen, in order, for people; never secret
 * @param awaited what it waits for, for people; empty for nothing, or for its turn
 * @param begun whether its template was to be given the id, or it was watched: from then on its pods may have the new content
 */
public record RestartTask(
        String rotationId,
        ObjectRef workload,
        State state,
        Optional<String> reason,
        List<String> evidence,
        String awaited,
        Instant updated,
        boolean begun) {

    public enum State {
        /** Waits for its turn. */
        WAITING,
        /** Its template has been or is being given the rotation's id. */
        RESTARTING,
        /** Its new pods are watched. */
        WATCHING,
        VERIFIED,
        FAILED,
        /** Not begun, because another one failed, or because a newer change came. */
        CANCELLED,
        /** There is no such workload any more, and so nothing to do. */
        GONE;

        public boolean isOver() {
            return this == VERIFIED || this == FAILED || this == CANCELLED || this == GONE;
        }
    }

    public RestartTask {
        evidence = List.copyOf(evidence);
    }
}
