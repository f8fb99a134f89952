package io.otalite.api.publication.postgres;

import io.otalite.api.publication.AuditLine;
import io.otalite.api.publication.Expiries;
import io.otalite.api.publication.ExpiryOrder;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Release;
import io.otalite.api.publication.RootUpdate;
import io.otalite.api.publication.SetId;
import io.otalite.api.publication.StoreUnavailableException;
import io.otalite.api.publication.StoreUnavailableException.Reason;
import io.otalite.audit.AuditFact;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.outbox.OutboxException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
              join document d on d.factory_id = f.id and d.dialect = f.dialects[1] and d.set_name = 'full'
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
    public boolean create(Factory factory, Release first, AuditFact created) {
        return inTransaction(handle -> {
            var id = FactoryRows.insert(handle, factory);
            id.map(factoryId -> locked(handle, factoryId, factory)).ifPresent(locked -> {
                locked.release(first);
                locked.record(created);
            });
            return id.isPresent();
        });
    }

    @Override
    public <T> Optional<T> locked(FactoryName factory, Function<Locked, T> work) {
        return locked(factory, "for update", work);
    }

    @Override
    public <T> Optional<T> lockedUnlessBusy(FactoryName factory, Function<Locked, T> work) {
        return locked(factory, "for update skip locked", work);
    }

    private <T> Optional<T> locked(FactoryName factory, String lock, Function<Locked, T> work) {
        return inTransaction(handle -> handle.createQuery(
                        "select %s from factory f where name = :name %s".formatted(FactoryRows.COLUMNS, lock))
                .bind("name", factory.value())
                .map((row, _) -> locked(handle, row.getLong("id"), FactoryRows.factory(row)))
                .findOne()
                .map(locked -> {
                    var result = work.apply(locked);
                    locked.requireEntry();
                    return result;
                }));
    }

    private LockedFactory locked(Handle handle, long id, Factory factory) {
        return new LockedFactory(handle, id, factory, eventSource);
    }

    @Override
    public Optional<Factory> find(FactoryName factory) {
        return reading(handle -> handle.createQuery(
                        "select %s from factory f where name = :name".formatted(FactoryRows.COLUMNS))
                .bind("name", factory.value())
                .map((row, _) -> FactoryRows.factory(row))
                .findOne());
    }

    @Override
    public List<Factory> list(Optional<FactoryName> after, int limit) {
        return reading(handle -> handle.createQuery("""
                        select %s from factory f
                        where name collate "C" > :after order by name collate "C" limit :limit""".formatted(FactoryRows.COLUMNS))
                .bind("after", after.map(FactoryName::value).orElse(""))
                .bind("limit", limit)
                .map((row, _) -> FactoryRows.factory(row))
                .list());
    }

    @Override
    public List<Factory> toRefresh(Instant by, Optional<ExpiryOrder> after, int limit) {
        return reading(handle -> handle.createQuery("""
                        select %s from factory f
                        where refresh_at <= :by and (refresh_at, name collate "C") > (:after, :name)
                        order by refresh_at, name collate "C" limit :limit""".formatted(FactoryRows.COLUMNS))
                .bind("by", by)
                .bind("after", after.map(ExpiryOrder::expires).orElse(Instant.EPOCH))
                .bind("name", after.map(ExpiryOrder::factory).orElse(""))
                .bind("limit", limit)
                .map((row, _) -> FactoryRows.factory(row))
                .list());
    }

    @Override
    public List<Factory> expiring(Optional<ExpiryOrder> after, int limit) {
        return reading(handle -> handle.createQuery("""
                        select %s from factory f
                        where (least(root_expires, targets_expires, snapshot_expires, timestamp_expires), name collate "C")
                          > (:expires, :name)
                        order by least(root_expires, targets_expires, snapshot_expires, timestamp_expires), name collate "C"
                        limit :limit""".formatted(FactoryRows.COLUMNS))
                .bind("expires", after.map(ExpiryOrder::expires).orElse(Instant.EPOCH))
                .bind("name", after.map(ExpiryOrder::factory).orElse(""))
                .bind("limit", limit)
                .map((row, _) -> FactoryRows.factory(row))
                .list());
    }

    @Override
    public Optional<Expiries> nextExpiries() {
        return reading(handle -> handle.createQuery("""
                        select min(root_expires) as root_expires, min(targets_expires) as targets_expires,
                          min(snapshot_expires) as snapshot_expires, min(timestamp_expires) as timestamp_expires
                        from factory having count(*) > 0""")
                .map((row, _) -> FactoryRows.expiries(row))
                .findOne());
    }

    @Override
    public List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit) {
        return reading(handle -> handle.createQuery(
                        PUBLICATIONS + " and p.version < :before order by p.version desc limit :limit")
                .bind("name", factory.value())
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map((row, _) -> publication(row))
                .list());
    }

    @Override
    public Optional<PublicationRecord> publication(FactoryName factory, long version) {
        return reading(handle -> handle.createQuery(PUBLICATIONS + " and p.version = :version")
                .bind("name", factory.value())
                .bind("version", version)
                .map((row, _) -> publication(row))
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
                .map((row, _) -> Bytes.copyOf(row.getBytes("content")))
                .findOne());
    }

    @Override
    public Optional<Bytes> served(FactoryName factory, SetId set, RoleName role) {
        return reading(handle -> handle.createQuery("""
                        select content from document d join factory f on f.id = d.factory_id
                        where f.name = :name and dialect = :dialect and set_name = :set and role = :role
                          and version = case role when 'root' then root_version when 'targets' then head_version
                            when 'snapshot' then snapshot_version else timestamp_version end""")
                .bind("name", factory.value())
                .bind("dialect", set.dialect().id())
                .bind("set", set.name())
                .bind("role", role.json())
                .map((row, _) -> Bytes.copyOf(row.getBytes("content")))
                .findOne());
    }

    @Override
    public Optional<RootUpdate> rootUpdate(FactoryName factory) {
        return inTransaction(handle -> handle.createQuery("select id from factory where name = :name")
                .bind("name", factory.value())
                .mapTo(Long.class)
                .findOne()
                .flatMap(id -> RootUpdateRows.find(handle, id)));
    }

    @Override
    public List<AuditLine> auditTrail(FactoryName factory, long after, int limit) {
        return reading(handle -> AuditRows.lines(handle, factory, after, limit));
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

    private static PublicationRecord publication(ResultSet row) throws SQLException {
        return new PublicationRecord(
                new MetadataVersion(row.getLong("version")),
                new Sha256(row.getString("sha256")),
                FactoryRows.instant(row, "created_at"),
                row.getString("created_by"),
                row.getString("summary"));
    }
}
