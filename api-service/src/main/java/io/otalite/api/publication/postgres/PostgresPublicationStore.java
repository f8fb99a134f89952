package io.otalite.api.publication.postgres;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Release;
import io.otalite.api.publication.StoreUnavailableException;
import io.otalite.api.publication.StoreUnavailableException.Reason;
import io.otalite.api.signing.ProtectedKey;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.outbox.OutboxException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Factories, documents and outbox rows in one Postgres database. */
public final class PostgresPublicationStore implements PublicationStore {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Connection exception, invalid authorisation, insufficient resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "28", "53", "57", "58");

    private static final String PUBLICATIONS = """
            select p.version, d.sha256, p.created_at, p.created_by, p.summary
            from factory f
              join publication p on p.factory_id = f.id
              join document d on d.factory_id = f.id and d.dialect = 'tuf' and d.set_name = 'full'
                and d.role = 'targets' and d.version = p.version
            where f.name = :name""";

    private final Jdbi jdbi;
    private final URI eventSource;

    /** @param eventSource who this service is in the events it emits (CloudEvents {@code source}) */
    public PostgresPublicationStore(DataSource dataSource, URI eventSource) {
        this.jdbi = Jdbi.create(dataSource);
        this.eventSource = eventSource;
    }

    @Override
    public boolean create(Factory factory, List<ProtectedKey> keys, Release first) {
        return inTransaction(handle -> {
            var id = insert(handle, factory);
            id.ifPresent(factoryId -> {
                keys.forEach(key -> insert(handle, factoryId, key));
                new LockedFactory(handle, factoryId, factory, eventSource).release(first);
            });
            return id.isPresent();
        });
    }

    @Override
    public <T> Optional<T> locked(FactoryName factory, Function<Locked, T> work) {
        return inTransaction(handle -> handle.createQuery(
                        "select id, name, public_metadata, head_version, created_at from factory where name = :name for update")
                .bind("name", factory.value())
                .map((row, context) -> new LockedFactory(handle, row.getLong("id"), factory(row), eventSource))
                .findOne()
                .map(work));
    }

    @Override
    public Optional<Factory> find(FactoryName factory) {
        return reading(handle -> handle.createQuery(
                        "select name, public_metadata, head_version, created_at from factory where name = :name")
                .bind("name", factory.value())
                .map((row, context) -> factory(row))
                .findOne());
    }

    @Override
    public List<Factory> list(Optional<FactoryName> after, int limit) {
        return reading(handle -> handle.createQuery("""
                        select name, public_metadata, head_version, created_at from factory
                        where name collate "C" > :after order by name collate "C" limit :limit""")
                .bind("after", after.map(FactoryName::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> factory(row))
                .list());
    }

    @Override
    public List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit) {
        return reading(handle -> handle.createQuery(
                        PUBLICATIONS + " and p.version < :before order by p.version desc limit :limit")
                .bind("name", factory.value())
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map((row, context) -> publication(row))
                .list());
    }

    @Override
    public Optional<PublicationRecord> publication(FactoryName factory, long version) {
        return reading(handle -> handle.createQuery(PUBLICATIONS + " and p.version = :version")
                .bind("name", factory.value())
                .bind("version", version)
                .map((row, context) -> publication(row))
                .findOne());
    }

    @Override
    public Optional<Bytes> document(DocumentIdentity identity) {
        return reading(handle -> handle.createQuery("""
                        select content from document d join factory f on f.id = d.factory_id
                        where f.name = :name and dialect = :dialect and set_name = :set and role = :role and version = :version""")
                .bind("name", identity.factory().value())
                .bind("dialect", identity.dialect().id())
                .bind("set", identity.set())
                .bind("role", identity.role().json())
                .bind("version", identity.version().value())
                .map((row, context) -> Bytes.copyOf(row.getBytes("content")))
                .findOne());
    }

    @Override
    public Optional<Bytes> newest(FactoryName factory, Dialect dialect, String set, RoleName role) {
        return reading(handle -> handle.createQuery("""
                        select content from document d join factory f on f.id = d.factory_id
                        where f.name = :name and dialect = :dialect and set_name = :set and role = :role
                        order by version desc limit 1""")
                .bind("name", factory.value())
                .bind("dialect", dialect.id())
                .bind("set", set)
                .bind("role", role.json())
                .map((row, context) -> Bytes.copyOf(row.getBytes("content")))
                .findOne());
    }

    private static Optional<Long> insert(Handle handle, Factory factory) {
        return handle.createQuery("""
                        insert into factory (name, public_metadata, head_version, created_at)
                        values (:name, :public, :head, :created) on conflict (name) do nothing returning id""")
                .bind("name", factory.name().value())
                .bind("public", factory.publicMetadata())
                .bind("head", factory.head().value())
                .bind("created", factory.createdAt())
                .mapTo(Long.class)
                .findOne();
    }

    private static void insert(Handle handle, long factoryId, ProtectedKey key) {
        handle.createUpdate(
                        "insert into signing_key (factory_id, role, key_id, encrypted_private) values (:factory, :role, :key, :private)")
                .bind("factory", factoryId)
                .bind("role", key.role().json())
                .bind("key", key.keyId().hex())
                .bind("private", key.encryptedPrivate().toArray())
                .execute();
    }

    private <T> T inTransaction(Function<Handle, T> work) {
        return translated(() -> jdbi.inTransaction(work::apply));
    }

    private <T> T reading(Function<Handle, T> work) {
        return translated(() -> jdbi.withHandle(work::apply));
    }

    /** What the database refuses for another reason than being busy or away is a defect, and stays what it is. */
    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException | OutboxException e) {
            if (!(e.getCause() instanceof SQLException cause)) {
                throw e;
            }
            throw reason(cause)
                    .<RuntimeException>map(reason -> new StoreUnavailableException(reason, e))
                    .orElse(e);
        }
    }

    /** By the class of the SQLSTATE (PostgreSQL, appendix A); the pool's own failures have none. */
    private static Optional<Reason> reason(SQLException failure) {
        var state = failure.getSQLState();
        if (state == null) {
            return Optional.of(Reason.AWAY);
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return Optional.of(Reason.BUSY);
        }
        return AWAY.stream().anyMatch(state::startsWith) ? Optional.of(Reason.AWAY) : Optional.empty();
    }

    private static Factory factory(ResultSet row) throws SQLException {
        return new Factory(
                new FactoryName(row.getString("name")),
                row.getBoolean("public_metadata"),
                new MetadataVersion(row.getLong("head_version")),
                instant(row));
    }

    private static PublicationRecord publication(ResultSet row) throws SQLException {
        return new PublicationRecord(
                new MetadataVersion(row.getLong("version")),
                new Sha256(row.getString("sha256")),
                instant(row),
                row.getString("created_by"),
                row.getString("summary"));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("created_at", OffsetDateTime.class).toInstant();
    }
}
