package io.otalite.rotation.observation;

import java.time.Duration;
import java.util.Optional;

/**
 * How a Deployment brings its pods to its template, and how far it is; of a ReplicaSet only for which rotation it was made.
 *
 * @param rotation the id of the rotation that its template was stamped with; empty without
 * @param paused whether it is told not to go on
 */
public record Rollout(String rotation, boolean paused, Limits limits, Progress progress) {
    /** The annotation of a template that holds the id of a rotation: a new one makes new pods. */
    public static final String ROTATION = Meta.PREFIX + "rotation";

    /**
     * What the Deployment says of time.
     *
     * @param progress how long nothing may come of it before its controller calls that a failure
     * @param minReady how long a pod must be ready to count as available
     * @param readiness after how long a container that does not answer its probe is unready: the longest period of a readiness probe
     *     times its failures; zero without such a probe
     */
    public record Limits(Duration progress, Duration minReady, Duration readiness) {}

    /**
     * What the controller says.
     *
     * @param observed whether it speaks of the template that is in force
     * @param pods all there are, those of older templates included
     * @param updated those of the template in force
     * @param isAvailable its condition {@code Available}
     * @param trouble why it can make no pods
     * @param isDone whether the rollout of the template in force has come to its end once
     * @param isLate whether nothing has come of it within {@link Limits#progress}
     */
    public record Progress(
            boolean observed,
            int pods,
            int updated,
            int available,
            boolean isAvailable,
            Optional<String> trouble,
            boolean isDone,
            boolean isLate) {

        /** Whether there are as many pods as wanted, all of the template in force and available, and no others. */
        public boolean isComplete(int wanted) {
            return observed
                    && pods == wanted
                    && updated == wanted
                    && available == wanted
                    && (isAvailable || wanted == 0)
                    && trouble.isEmpty();
        }

        /** Whether pods are being replaced just now, and the controller has not given that up. */
        public boolean isGoingOn(int wanted) {
            return !isLate && (!observed || pods != updated || updated != wanted || (!isDone && available < wanted));
        }
    }
}
