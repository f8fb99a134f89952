package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A credential, or a Secret, that is to be rotated by itself.
 *
 * @param entry empty where nothing in the Secret can be rotated
 * @param every as it is written down
 * @param window as it is written down; empty for none
 * @param last since when the credential has been in use
 * @param next when its next rotation begins; empty while one is under way, or when that cannot be told
 * @param rotation the one under way
 * @param problem what is wrong with the schedule, or why the last attempt came to nothing, for people
 */
public record Scheduled(
        ObjectRef secret,
        String entry,
        String every,
        String window,
        Optional<Instant> last,
        Optional<Instant> next,
        Optional<String> rotation,
        Optional<String> problem) {
    /** Lists are in the order of this. */
    public String key() {
        return secret.id() + ' ' + entry;
    }

    boolean isDue(Instant now) {
        return next.filter(time -> !time.isAfter(now)).isPresent();
    }
}
