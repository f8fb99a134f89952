package io.otalite.api.publication.postgres;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Release;
import io.otalite.api.signing.ProtectedKey;
import io.otalite.events.CloudEvents;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.outbox.Outbox;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.TrustedState;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** A factory's row under its lock, for the length of one transaction. */
final class LockedFactory implements PublicationStore.Locked {
    private final Handle handle;
    private final long id;
    private final Factory factory;
    private final URI eventSource;

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
    public List<ProtectedKey> keys() {
        return handle.createQuery("select role, key_id, encrypted_private from signing_key where factory_id = :factory")
                .bind("factory", id)
                .map((row, context) -> new ProtectedKey(
                        RoleName.fromJson(row.getString("role")),
                        new KeyId(row.getString("key_id")),
                        Bytes.copyOf(row.getBytes("encrypted_private"))))
                .list();
    }

    @Override
    public TrustedState current() {
        Map<RoleName, Bytes> newest = new EnumMap<>(RoleName.class);
        // One index look-up for each role, however many versions there are.
        handle.createQuery("""
                        select wanted.role, newest.content
                        from (values ('root'), ('targets'), ('snapshot'), ('timestamp')) wanted (role)
                          cross join lateral (
                            select content from document
                            where factory_id = :factory and dialect = 'tuf' and set_name = 'full' and role = wanted.role
                            order by version desc limit 1) newest""")
                .bind("factory", id)
                .map((row, context) ->
                        Map.entry(RoleName.fromJson(row.getString("role")), Bytes.copyOf(row.getBytes("content"))))
                .forEach(document -> newest.put(document.getKey(), document.getValue()));
        var root = Optional.ofNullable(newest.get(RoleName.ROOT))
                .orElseThrow(() -> new IllegalStateException("Factory %s has no root".formatted(factory.name())));
        return new TrustedState(
                root,
                Optional.ofNullable(newest.get(RoleName.TIMESTAMP)),
                Optional.ofNullable(newest.get(RoleName.SNAPSHOT)),
                Optional.ofNullable(newest.get(RoleName.TARGETS)));
    }

    @Override
    public void release(Release release) {
        insert(release.record());
        var version = release.record().version();
        var publication = release.publication();
        release.root()
                .ifPresent(event ->
                        append(event, insert(RoleName.ROOT, event.identity().version(), event.document())));
        insert(RoleName.TIMESTAMP, version, publication.timestamp());
        insert(RoleName.SNAPSHOT, version, publication.snapshot());
        append(release.targets(), insert(RoleName.TARGETS, version, publication.targets()));
        handle.createUpdate("update factory set head_version = :version where id = :factory")
                .bind("version", version.value())
                .bind("factory", id)
                .execute();
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

    private long insert(RoleName role, MetadataVersion version, Bytes content) {
        return handle.createQuery("""
                        insert into document (factory_id, dialect, set_name, role, version, sha256, content)
                        values (:factory, :dialect, :set, :role, :version, :sha256, :content) returning id""")
                .bind("factory", id)
                .bind("dialect", Dialect.TUF.id())
                .bind("set", DocumentIdentity.FULL_SET)
                .bind("role", role.json())
                .bind("version", version.value())
                .bind("sha256", content.sha256().hex())
                .bind("content", content.toArray())
                .mapTo(Long.class)
                .one();
    }

    private void append(Event event, long documentId) {
        Outbox.append(handle.getConnection(), CloudEvents.encode(event, eventSource), OptionalLong.of(documentId));
    }
}
