package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.Rollout;
import java.time.Instant;
import java.util.List;

/** A workload as it is seen at a moment, by this machine's clock. */
public sealed interface Sight {
    Instant at();

    /** Nobody can tell. @param reason for people */
    record Unseen(Instant at, String reason) implements Sight {}

    /** It is not there. */
    record Gone(Instant at) implements Sight {}

    /**
     * It is seen.
     *
     * @param wanted how many pods it wants
     * @param rollout of the Deployment
     * @param revision what tells the pods of its template in force from all others; empty while there are none
     * @param pods those of the template in force that are not being deleted
     */
    record Seen(Instant at, int wanted, Rollout rollout, String revision, List<Pod> pods) implements Sight {
        public Seen {
            pods = List.copyOf(pods);
        }

        boolean isComplete() {
            return rollout.progress().isComplete(wanted) && pods.size() == wanted;
        }
    }
}
