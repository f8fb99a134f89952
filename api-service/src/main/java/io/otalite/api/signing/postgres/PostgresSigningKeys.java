package io.otalite.api.signing.postgres;

import io.otalite.api.signing.DataKeys;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.NewKey;
import io.otalite.api.signing.PrivateKey;
import io.otalite.api.signing.RewrappableKeys;
import io.otalite.api.signing.SigningKeys;
import io.otalite.api.signing.WrappedDataKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Online keys in one Postgres database. */
public final class PostgresSigningKeys implements SigningKeys, RewrappableKeys {
    /** Of both kinds: under a previous key-encryption key, or in the form of an earlier release. */
    private static final String OUTDATED = "(select factory as name from data_key where kek_id <> all(:keks) union "
            + EarlierKeyTable.factories() + ") outdated";

    private final KeyDatabase database;
    private final DataKeys dataKeys;
    private final DataKeyTable table;
    private final TakeOver takeOver;
    private final Set<String> upToDate;
    private final SecureRandom random;

    public PostgresSigningKeys(DataSource dataSource, DataKeys dataKeys, KeyEncryptionKeys keys, SecureRandom random) {
        this.database = new KeyDatabase(dataSource);
        this.dataKeys = dataKeys;
        this.table = new DataKeyTable(database, dataKeys);
        this.takeOver = new TakeOver(database, table, keys);
        this.upToDate = keys.upToDate();
        this.random = random;
    }

    @Override
    public RoleSigners generate(FactoryName factory, List<NewKey> wanted) {
        var dataKey = table.ensure(factory);
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        var rows = new ArrayList<OnlineKey>();
        for (var each : wanted) {
            var key = PrivateKey.generate(each.scheme(), random);
            add(signers, each.role(), key.signer());
            rows.add(OnlineKey.protect(factory, each.role(), key, dataKey));
        }
        database.inTransaction(handle -> {
            rows.forEach(row -> OnlineKeyTable.insert(handle, factory, row));
            return rows.size();
        });
        return new RoleSigners(signers);
    }

    @Override
    public RoleSigners held(FactoryName factory) {
        var stored = stored(factory);
        if (stored.hasEarlierKeys()) {
            takeOver.of(factory);
            stored = stored(factory);
        }
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        if (stored.dataKey().isPresent()) {
            var dataKey = dataKeys.unwrap(factory, stored.dataKey().get());
            stored.keys().forEach(key -> add(signers, key.role(), key.unlock(factory, dataKey)));
        }
        return new RoleSigners(signers);
    }

    private Stored stored(FactoryName factory) {
        return database.reading(handle -> new Stored(
                EarlierKeyTable.hasSome(handle, factory),
                DataKeyTable.find(handle, factory),
                OnlineKeyTable.of(handle, factory)));
    }

    /** Rows of the earlier form first: whoever is taking them over has ended then, and what became of them is seen. */
    @Override
    public void discard(FactoryName factory, Set<KeyId> keyIds) {
        database.inTransaction(handle -> {
            EarlierKeyTable.delete(handle, factory, keyIds);
            OnlineKeyTable.delete(handle, factory, keyIds);
            return keyIds.size();
        });
    }

    @Override
    public List<FactoryName> outdated(Optional<FactoryName> after, int limit) {
        return database.reading(handle -> handle.createQuery("select name from " + OUTDATED
                        + " where name collate \"C\" > :after order by name collate \"C\" limit :limit")
                .bindArray("keks", String.class, upToDate)
                .bind("after", after.map(FactoryName::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> new FactoryName(row.getString("name")))
                .list());
    }

    @Override
    public void rewrap(FactoryName factory) {
        takeOver.of(factory);
        table.find(factory)
                .filter(old -> !upToDate.contains(old.keyEncryptionKeyId()))
                .ifPresent(old -> {
                    var next = dataKeys.rewrap(factory, old);
                    database.inTransaction(handle -> {
                        EarlierKeyTable.deleteTakenOver(handle, factory);
                        return DataKeyTable.replace(handle, factory, old, next);
                    });
                });
    }

    @Override
    public Count count() {
        return database.reading(handle -> handle.createQuery("""
                        select (select count(*) from %1$s) as outdated,
                          (select count(*) from data_key where kek_id = any(:keks)
                             and factory not in (select name from %1$s)) as current""".formatted(OUTDATED))
                .bindArray("keks", String.class, upToDate)
                .map((row, context) -> new Count(row.getLong("current"), row.getLong("outdated")))
                .one());
    }

    /** A data key never changes but in its wrapping, so it fits whenever it was read. */
    private record Stored(boolean hasEarlierKeys, Optional<WrappedDataKey> dataKey, List<OnlineKey> keys) {}

    private static void add(Map<RoleName, List<MetadataSigner>> signers, RoleName role, MetadataSigner key) {
        signers.computeIfAbsent(role, _ -> new ArrayList<>()).add(key);
    }
}
