package io.otalite.api.signing.postgres;

import io.otalite.api.signing.DataKey;
import io.otalite.api.signing.DataKeys;
import io.otalite.api.signing.WrappedDataKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of {@code data_key}. No key service is asked while a transaction is open. */
final class DataKeyTable {
    private final KeyDatabase database;
    private final DataKeys dataKeys;

    DataKeyTable(KeyDatabase database, DataKeys dataKeys) {
        this.database = database;
        this.dataKeys = dataKeys;
    }

    Optional<WrappedDataKey> find(FactoryName factory) {
        return database.reading(handle -> find(handle, factory));
    }

    /** The factory's data key, unlocked; made if there is none. */
    DataKey ensure(FactoryName factory) {
        return dataKeys.unwrap(factory, find(factory).orElseGet(() -> make(factory)));
    }

    /** Of several that are made at once the first one counts, for all. */
    private WrappedDataKey make(FactoryName factory) {
        var made = dataKeys.generate(factory);
        return database.inTransaction(handle -> {
            handle.createUpdate(
                            "insert into data_key (factory, kek_id, wrapped) values (:factory, :kek, :wrapped) on conflict do nothing")
                    .bind("factory", factory.value())
                    .bind("kek", made.keyEncryptionKeyId())
                    .bind("wrapped", made.wrapped().toArray())
                    .execute();
            return find(handle, factory).orElseThrow();
        });
    }

    /** False when it is not any more what it was. */
    static boolean replace(Handle handle, FactoryName factory, WrappedDataKey old, WrappedDataKey next) {
        return handle.createUpdate(
                                "update data_key set kek_id = :kek, wrapped = :wrapped where factory = :factory and wrapped = :old")
                        .bind("factory", factory.value())
                        .bind("kek", next.keyEncryptionKeyId())
                        .bind("wrapped", next.wrapped().toArray())
                        .bind("old", old.wrapped().toArray())
                        .execute()
                == 1;
    }

    static Optional<WrappedDataKey> find(Handle handle, FactoryName factory) {
        return handle.createQuery("select kek_id, wrapped from data_key where factory = :factory")
                .bind("factory", factory.value())
                .map((row, context) ->
                        new WrappedDataKey(row.getString("kek_id"), Bytes.copyOf(row.getBytes("wrapped"))))
                .findOne();
    }
}
