package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.ObjectRef;
import java.util.Set;

/** Which observed objects hold a credential. */
@FunctionalInterface
public interface Holders {
    Set<ObjectRef> of(Subject subject, String id);
}
