package io.otalite.api.signing.postgres;

import io.otalite.api.signing.KeyScheme;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of {@code online_key}. */
final class OnlineKeyTable {
    private OnlineKeyTable() {}

    static List<OnlineKey> of(Handle handle, FactoryName factory) {
        return handle.createQuery("""
                        select role, key_id, scheme, public_half, encrypted_private from online_key
                        where factory = :factory order by id""")
                .bind("factory", factory.value())
                .map((row, context) -> new OnlineKey(
                        RoleName.fromJson(row.getString("role")),
                        new KeyId(row.getString("key_id")),
                        KeyScheme.fromId(row.getString("scheme")),
                        Optional.ofNullable(row.getBytes("public_half")).map(Bytes::copyOf),
                        Bytes.copyOf(row.getBytes("encrypted_private"))))
                .list();
    }

    /** One that is there already is left as it is. */
    static void insert(Handle handle, FactoryName factory, OnlineKey key) {
        handle.createUpdate("""
                        insert into online_key (factory, role, key_id, scheme, public_half, encrypted_private)
                        values (:factory, :role, :key, :scheme, :public, :private) on conflict do nothing""")
                .bind("factory", factory.value())
                .bind("role", key.role().json())
                .bind("key", key.keyId().hex())
                .bind("scheme", key.scheme().id())
                .bind("public", key.publicHalf().map(Bytes::toArray).orElse(null))
                .bind("private", key.encryptedPrivate().toArray())
                .execute();
    }

    static void delete(Handle handle, FactoryName factory, Collection<KeyId> keyIds) {
        handle.createUpdate("delete from online_key where factory = :factory and key_id = any(:keys)")
                .bind("factory", factory.value())
                .bindArray("keys", String.class, keyIds.stream().map(KeyId::hex).toList())
                .execute();
    }
}
