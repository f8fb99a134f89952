package io.otalite.api.publication.postgres;

import io.otalite.api.publication.Current;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Release;
import io.otalite.api.publication.RootUpdate;
import io.otalite.api.publication.SetId;
import io.otalite.api.publication.SignedDocument;
import io.otalite.audit.AuditFact;
import io.otalite.events.CloudEvents;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.outbox.Outbox;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** A factory's row under its lock, for the length of one transaction. */
final class LockedFactory implements PublicationStore.Locked {
    private static final String INSERT = """
            insert into document (factory_id, dialect, set_name, role, version, sha256, content)
            values (:factory, :dialect, :set, :role, :version, :sha256, :content)""";

    /** What is copied for the driver at a time. */
    private static final long BATCH_BYTES = 4_000_000;

    private final Handle handle;
    private final long id;
    private final Factory factory;
    private final URI eventSource;
    private boolean changed;
    private boolean recorded;

    LockedFactory(Handle handle, long id, Factory factory, URI eventSource) {
        this.handle = handle;
        this.id = id;
        this.factory = factory;
        this.eventSource = eventSource;
    }

    @Override
    public Factory factory() {
        return factory;
    }

    @Override
    public Current current() {
        return CurrentRows.of(handle, id, factory.heads());
    }

    @Override
    public Bytes served(SetId set, RoleName role) {
        return document(set, role, factory.heads().of(role));
    }

    @Override
    public Bytes root(Dialect dialect, MetadataVersion version) {
        return document(SetId.full(dialect), RoleName.ROOT, version);
    }

    private Bytes document(SetId set, RoleName role, MetadataVersion version) {
        return handle.createQuery("""
                        select content from document
                        where factory_id = :factory and dialect = :dialect and set_name = :set and role = :role
                          and version = :version""")
                .bind("factory", id)
                .bind("dialect", set.dialect().id())
                .bind("set", set.name())
                .bind("role", role.json())
                .bind("version", version.value())
                .map((row, _) -> Bytes.copyOf(row.getBytes("content")))
                .one();
    }

    @Override
    public Optional<RootUpdate> rootUpdate() {
        return RootUpdateRows.find(handle, id);
    }

    @Override
    public void release(Release release) {
        changed = true;
        release.record().ifPresent(this::insert);
        Set<DocumentIdentity> announced =
                release.events().stream().map(LockedFactory::document).collect(Collectors.toSet());
        Map<DocumentIdentity, Long> ids = new HashMap<>();
        long pending = 0;
        try (var batch = handle.prepareBatch(INSERT)) {
            for (var document : release.documents()) {
                if (announced.contains(document.identity())) {
                    ids.put(document.identity(), insert(document));
                } else {
                    bind(batch, document);
                    batch.add();
                    pending += document.content().size();
                }
                if (pending > BATCH_BYTES) {
                    batch.execute();
                    pending = 0;
                }
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        }
        for (var event : release.events()) {
            append(event, Optional.ofNullable(ids.get(document(event))).orElseThrow());
        }
        FactoryRows.update(handle, id, release.heads());
    }

    @Override
    public void change(FactorySettings settings) {
        changed = true;
        FactoryRows.update(handle, id, settings);
    }

    @Override
    public void put(RootUpdate update) {
        changed = true;
        RootUpdateRows.put(handle, id, update);
    }

    @Override
    public void endRootUpdate() {
        changed = true;
        RootUpdateRows.end(handle, id);
    }

    @Override
    public void record(AuditFact fact) {
        recorded = true;
        AuditRows.append(handle, id, factory.name(), fact);
    }

    /** What was changed and is not in the audit trail must not become durable. */
    void requireEntry() {
        if (changed != recorded) {
            throw new IllegalStateException("Factory %s: %s"
                    .formatted(factory.name(), changed ? "a change without its entry" : "an entry without its change"));
        }
    }

    private void insert(PublicationRecord record) {
        handle.createUpdate("""
                        insert into publication (factory_id, version, created_at, created_by, summary)
                        values (:factory, :version, :at, :by, :summary)""")
                .bind("factory", id)
                .bind("version", record.version().value())
                .bind("at", record.createdAt())
                .bind("by", record.createdBy())
                .bind("summary", record.summary())
                .execute();
    }

    private long insert(SignedDocument document) {
        var statement = handle.createQuery(INSERT + " returning id");
        bind(statement, document);
        return statement.mapTo(Long.class).one();
    }

    private void bind(SqlStatement<?> statement, SignedDocument document) {
        var identity = document.identity();
        statement
                .bind("factory", id)
                .bind("dialect", identity.dialect().id())
                .bind("set", identity.set())
                .bind("role", identity.role().json())
                .bind("version", identity.version().value())
                .bind("sha256", document.content().sha256().hex())
                .bind("content", document.content().toArray());
    }

    private static DocumentIdentity document(Event event) {
        return switch (event) {
            case TargetsPublished targets -> targets.identity();
            case RootPublished root -> root.identity();
            default -> throw new IllegalArgumentException("No publication makes an event of the type " + event.type());
        };
    }

    private void append(Event event, long documentId) {
        Outbox.append(handle.getConnection(), CloudEvents.encode(event, eventSource), OptionalLong.of(documentId));
    }
}
