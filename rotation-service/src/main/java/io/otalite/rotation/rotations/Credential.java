package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A credential that was recognised in a Secret.
 *
 * @param secret what the Secret says of itself
 * @param entry where it stands; of several entries the first by name
 * @param made when its issuer made it, of a Google key; of others, when the Secret was last written. Empty when that is not known, as
 *     before Google's answer
 * @param expires when its issuer will refuse it; empty when never, or when that is not known
 */
public record Credential(
        Meta secret, String entry, Subject subject, Optional<Instant> made, Optional<Instant> expires) {
    public ObjectRef place() {
        return subject.secret();
    }

    /** The same for this Secret and entry at all times. */
    String seed() {
        return secret.uid() + '/' + entry;
    }
}
