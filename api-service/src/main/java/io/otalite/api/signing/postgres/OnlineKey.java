package io.otalite.api.signing.postgres;

import io.otalite.api.signing.DataKey;
import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.PrivateKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import java.util.Optional;

/**
 * A row of {@code online_key}.
 *
 * @param encryptedPrivate readable only with the factory's data key, for this role and key id
 */
record OnlineKey(RoleName role, KeyId keyId, KeyScheme scheme, Optional<Bytes> publicHalf, Bytes encryptedPrivate) {

    static OnlineKey protect(FactoryName factory, RoleName role, PrivateKey key, DataKey dataKey) {
        return new OnlineKey(
                role,
                key.keyId(),
                key.scheme(),
                key.publicHalf(),
                dataKey.encrypt(key.secret(), binding(factory, role, key.keyId())));
    }

    /** What the private half is bound to, here and in rows of earlier releases. */
    static String binding(FactoryName factory, RoleName role, KeyId keyId) {
        return "%s/%s/%s".formatted(factory.value(), role.json(), keyId.hex());
    }

    /** @throws KeyUnreadableException when the row is not as it was stored */
    MetadataSigner unlock(FactoryName factory, DataKey dataKey) {
        var secret = dataKey.decrypt(encryptedPrivate, binding(factory, role, keyId));
        var key = PrivateKey.of(scheme, secret, publicHalf);
        if (!key.keyId().equals(keyId)) {
            throw new KeyUnreadableException("A stored key is of %s, expected is %s".formatted(key.keyId(), keyId));
        }
        return key.signer();
    }
}
