package io.otalite.api.signing.postgres;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of {@code signing_key}: Ed25519 seeds directly under a key-encryption key, as an earlier release wrote them. */
final class EarlierKeyTable {
    /** Those that are not in {@code online_key}. */
    private static final String NOT_TAKEN_OVER = """
            from signing_key s join factory f on f.id = s.factory_id
            where not exists (
              select from online_key o where o.factory = f.name and o.role = s.role and o.key_id = s.key_id)""";

    private EarlierKeyTable() {}

    /** @param encryptedSeed bound to factory, role and key id */
    record Row(RoleName role, KeyId keyId, Bytes encryptedSeed) {}

    /** Names of the factories that have some which are not taken over, for use as a sub-query. */
    static String factories() {
        return "select distinct f.name " + NOT_TAKEN_OVER;
    }

    static boolean hasSome(Handle handle, FactoryName factory) {
        return handle.createQuery("select exists (select " + NOT_TAKEN_OVER + " and f.name = :factory)")
                .bind("factory", factory.value())
                .mapTo(Boolean.class)
                .one();
    }

    /** Those that are not taken over, locked: they are not discarded before the transaction ends. */
    static List<Row> lock(Handle handle, FactoryName factory) {
        return handle.createQuery("select s.role, s.key_id, s.encrypted_private " + NOT_TAKEN_OVER
                        + " and f.name = :factory order by s.role, s.key_id for update of s")
                .bind("factory", factory.value())
                .map((row, context) -> new Row(
                        RoleName.fromJson(row.getString("role")),
                        new KeyId(row.getString("key_id")),
                        Bytes.copyOf(row.getBytes("encrypted_private"))))
                .list();
    }

    static void delete(Handle handle, FactoryName factory, Collection<KeyId> keyIds) {
        handle.createUpdate("""
                        delete from signing_key s using factory f
                        where f.id = s.factory_id and f.name = :factory and s.key_id = any(:keys)""")
                .bind("factory", factory.value())
                .bindArray("keys", String.class, keyIds.stream().map(KeyId::hex).toList())
                .execute();
    }

    /** Takes away those that are taken over. */
    static void deleteTakenOver(Handle handle, FactoryName factory) {
        handle.createUpdate("""
                        delete from signing_key s using factory f, online_key o
                        where f.id = s.factory_id and f.name = :factory
                          and o.factory = f.name and o.role = s.role and o.key_id = s.key_id""").bind("factory", factory.value()).execute();
    }
}
