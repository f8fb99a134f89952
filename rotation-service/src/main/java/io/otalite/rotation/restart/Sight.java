package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A workload as it is seen at a moment. Times are by this machine's clock. */
public sealed interface Sight {
    Instant at();

    /** Nobody can tell. @param reason for people */
    record Unseen(Instant at, String reason) implements Sight {}

    /** It is not there. */
    record Gone(Instant at) implements Sight {}

    /**
     * It is seen.
     *
     * @param confirmed until when nothing else can have happened: a watch that is silent may be dead, so that this is a minute ago or
     *     more where not much happens
     * @param wanted how many pods it wants
     * @param rollout of the Deployment
     * @param revision what tells the pods of its template in force from all others; empty while there are none
     * @param pods those of the template in force that are not being deleted
     */
    record Seen(Instant at, Instant confirmed, int wanted, Rollout rollout, String revision, List<Pod> pods)
            implements Sight {
        public Seen {
            pods = List.copyOf(pods);
        }

        /** The same, of some of its pods. */
        Seen only(Set<String> uids) {
            var some =
                    pods.stream().filter(pod -> uids.contains(pod.meta().uid())).toList();
            return new Seen(at, confirmed, wanted, rollout, revision, some);
        }

        boolean isComplete() {
            return rollout.progress().isComplete(wanted) && pods.size() == wanted;
        }
    }
}
