package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Set;

/** Which observed objects hold a credential. */
@FunctionalInterface
public interface Holders {
    /**
     * The holders.
     *
     * @param since the picture must not be older than this
     * @throws io.otalite.rotation.credentials.IssuerUnavailableException if it is, or if not everything is seen
     */
    Set<ObjectRef> of(Subject subject, String id, Instant since);
}
