package io.otalite.backup.credential;

import java.util.Optional;

/**
 * How the credential is.
 *
 * @param mounted the state of the key that is mounted now
 * @param inUse the key that work is done with: the mounted one, or the last good one while the mounted one is bad; empty
 *     when there is none
 */
public record CredentialStatus(CredentialState mounted, Optional<KeyIdentity> inUse) {
    /** Whether an operator has something to look at. */
    public boolean degraded() {
        return !(mounted instanceof CredentialState.Proven);
    }
}
