package io.otalite.rotation.observation;

import java.util.Optional;
import java.util.Set;

/** Is told of every change of a {@link World}, in order, on the thread that made it; must be quick and must not fail. */
@FunctionalInterface
public interface WorldListener {
    /**
     * Something has changed.
     *
     * @param before empty for what is new
     * @param after empty for what is gone
     * @param affected the judged referrers that depend on it, directly or through others
     */
    void changed(Optional<Observed> before, Optional<Observed> after, Set<ObjectRef> affected);
}
