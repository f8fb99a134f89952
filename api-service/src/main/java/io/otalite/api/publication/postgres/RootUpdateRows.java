package io.otalite.api.publication.postgres;

import io.otalite.api.publication.RootUpdate;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code root_update} and {@code root_candidate}. */
final class RootUpdateRows {
    private RootUpdateRows() {}

    static Optional<RootUpdate> find(Handle handle, long factory) {
        var candidates = candidates(handle, factory);
        return handle.createQuery("""
                        select started_at, started_by, message, recovery, versions_above
                        from root_update where factory_id = :factory""")
                .bind("factory", factory)
                .map((row, _) -> new RootUpdate(
                        FactoryRows.instant(row, "started_at"),
                        row.getString("started_by"),
                        row.getString("message"),
                        row.getBoolean("recovery"),
                        row.getLong("versions_above"),
                        candidates))
                .findOne();
    }

    static void put(Handle handle, long factory, RootUpdate update) {
        end(handle, factory);
        handle.createUpdate("""
                        insert into root_update (factory_id, started_at, started_by, message, recovery, versions_above)
                        values (:factory, :at, :by, :message, :recovery, :above)""")
                .bind("factory", factory)
                .bind("at", update.startedAt())
                .bind("by", update.startedBy())
                .bind("message", update.message())
                .bind("recovery", update.recovery())
                .bind("above", update.versionsAbove())
                .execute();
        update.candidates()
                .forEach((dialect, file) -> handle.createUpdate(
                                "insert into root_candidate (factory_id, dialect, content) values (:factory, :dialect, :content)")
                        .bind("factory", factory)
                        .bind("dialect", dialect.id())
                        .bind("content", file.toArray())
                        .execute());
    }

    static void end(Handle handle, long factory) {
        handle.createUpdate("delete from root_update where factory_id = :factory")
                .bind("factory", factory)
                .execute();
    }

    private static Map<Dialect, Bytes> candidates(Handle handle, long factory) {
        Map<Dialect, Bytes> candidates = new HashMap<>();
        handle.createQuery("select dialect, content from root_candidate where factory_id = :factory")
                .bind("factory", factory)
                .map((row, _) ->
                        Map.entry(Dialect.fromId(row.getString("dialect")), Bytes.copyOf(row.getBytes("content"))))
                .forEach(candidate -> candidates.put(candidate.getKey(), candidate.getValue()));
        return candidates;
    }
}
