package io.otalite.api.signing.postgres;

import io.otalite.api.signing.DataKey;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.PrivateKey;
import io.otalite.events.FactoryName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Brings keys of an earlier release into the present form. The rows that release reads stay as long as it can read them, so
 * that its replicas go on working beside those of this one; they are gone once the key-encryption key is another.
 */
final class TakeOver {
    private final KeyDatabase database;
    private final DataKeyTable dataKeys;
    private final KeyEncryptionKeys keys;

    TakeOver(KeyDatabase database, DataKeyTable dataKeys, KeyEncryptionKeys keys) {
        this.database = database;
        this.dataKeys = dataKeys;
        this.keys = keys;
    }

    /**
     * All keys of the factory, if there are any, in one transaction.
     *
     * @throws KeyUnreadableException when one of them cannot be read; then none is taken over
     */
    void of(FactoryName factory) {
        if (!database.reading(handle -> EarlierKeyTable.hasSome(handle, factory))) {
            return;
        }
        var dataKey = dataKeys.ensure(factory);
        database.inTransaction(handle -> {
            var usedKeys = EarlierKeyTable.lock(handle, factory).stream()
                    .map(row -> takeOver(handle, factory, row, dataKey))
                    .toList();
            if (usedKeys.stream().anyMatch(id -> !id.equals(keys.current().id()))) {
                EarlierKeyTable.deleteTakenOver(handle, factory);
            }
            return usedKeys.size();
        });
    }

    /** @return the id of the key-encryption key it was under */
    private String takeOver(Handle handle, FactoryName factory, EarlierKeyTable.Row row, DataKey dataKey) {
        var binding = OnlineKey.binding(factory, row.role(), row.keyId());
        var seed = keys.unwrapUnnamed(row.encryptedSeed().toArray(), binding.getBytes(StandardCharsets.UTF_8));
        var key = PrivateKey.of(KeyScheme.ED25519, seed.content(), Optional.empty());
        if (!key.keyId().equals(row.keyId())) {
            throw new KeyUnreadableException(
                    "A stored key is of %s, expected is %s".formatted(key.keyId(), row.keyId()));
        }
        OnlineKeyTable.insert(handle, factory, OnlineKey.protect(factory, row.role(), key, dataKey));
        return seed.keyEncryptionKeyId();
    }
}
