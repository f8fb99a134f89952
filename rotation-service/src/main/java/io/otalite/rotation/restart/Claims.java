package io.otalite.rotation.restart;

import java.time.Duration;
import java.util.List;

/**
 * Tasks, each taken by one instance at a time. A claim ends by itself after a while, so that another instance goes on when this one is
 * gone; from then on the former one changes nothing any more. Thread-safe.
 *
 * <p>All methods throw {@link RestartsUnavailableException} if nobody answers.
 */
public interface Claims {
    /**
     * Takes tasks that are due. Of a line only the first one, and only where none of the line is going on; across all lines as many as
     * are allowed to go on at a time, and namespaces in turn. What puts an earlier content back comes first, and waits for nothing but its
     * like.
     *
     * @param most at least one
     */
    List<Claimed> claim(int most);

    /**
     * Records that the restart begins now, before anything is changed.
     *
     * @return {@code false} if the task is not this claim's any more, and nothing may be done
     */
    boolean begin(Claimed task);

    /**
     * Records that its pods are watched from now on; the claim is kept.
     *
     * @param stamped whether its template has the rotation's id
     * @param evidence for people
     */
    void watch(Claimed task, boolean stamped, String evidence);

    /**
     * Comes back to it later: a task that waits may be taken by anybody then, one that is watched by this instance.
     *
     * @param awaited what is waited for, for people
     */
    void later(Claimed task, Duration pause, Awaited awaited);

    /** What a task waits for, for people. @param use whether it is only the use of the new key, which may take hours */
    record Awaited(String what, boolean use) {
        static Awaited of(String what) {
            return new Awaited(what, false);
        }
    }

    /** Records how it ended and tells of it, at once or not at all; of a failure the rest of the rotation is given up. */
    void end(Claimed task, Outcome outcome);

    /** Ends all claims of this instance, which takes nothing any more: whoever comes after it need not wait until they end by themselves. */
    void giveUp();
}
