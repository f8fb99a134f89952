package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.util.Optional;

/**
 * A workload that uses entries of a Secret.
 *
 * @param mode what is done with it after they have changed
 * @param refusal why nothing can be done with it, for people; present exactly for {@link Mode#REFUSED}
 */
public record Consumer(ObjectRef workload, Mode mode, Optional<String> refusal) {
    public enum Mode {
        RESTART,
        /** It declares, by annotation, that it takes new content as it runs: it is watched, and not restarted. */
        RELOADS,
        /** Of a kind that cannot be restarted under control. */
        REFUSED
    }
}
