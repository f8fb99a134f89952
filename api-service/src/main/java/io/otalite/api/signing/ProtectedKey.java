package io.otalite.api.signing;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;

/**
 * A signing key as it is stored.
 *
 * @param encryptedPrivate readable only with the key-encryption key, for this factory, role and key id
 */
public record ProtectedKey(RoleName role, KeyId keyId, Bytes encryptedPrivate) {}
