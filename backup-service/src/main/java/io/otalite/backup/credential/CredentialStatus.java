package io.otalite.backup.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * How the credential is.
 *
 * @param mounted the state of the key that is mounted now
 * @param since since when what is mounted works, or does not: a bad file that is bad in another way is bad since it was first seen
 * @param inUse the key that work is done with: the mounted one, or the last good one while the mounted one is bad; empty
 *     when there is none
 */
public record CredentialStatus(CredentialState mounted, Instant since, Optional<KeyIdentity> inUse) {
    /** Whether an operator has something to look at. */
    public boolean degraded() {
        return !(mounted instanceof CredentialState.Proven);
    }

    /** For an operator: what is known of the mounted key and, while it is bad, since when and which key is still in use. */
    public String detail() {
        return inUse.filter(_ -> degraded())
                .map(key -> "Not usable since %s: %s. Still on key %s of %s"
                        .formatted(since, mounted.detail(), key.keyId(), key.account()))
                .orElseGet(mounted::detail);
    }
}
