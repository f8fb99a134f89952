package io.otalite.api.publication.postgres;

import io.otalite.api.publication.Current;
import io.otalite.api.publication.Heads;
import io.otalite.api.publication.SetId;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The documents of the newest versions, without the large ones. */
final class CurrentRows {
    private final Map<Dialect, Bytes> roots = new HashMap<>();
    private final Map<SetId, Bytes> snapshots = new HashMap<>();
    private final Map<SetId, Bytes> timestamps = new HashMap<>();
    private final Map<Dialect, Sha256> targets = new HashMap<>();

    private CurrentRows() {}

    static Current of(Handle handle, long factory, Heads heads) {
        var rows = new CurrentRows();
        handle.createQuery("""
                        select dialect, set_name, role, sha256, case when role <> 'targets' then content end as content
                        from document
                        where factory_id = :factory
                          and ((role = 'root' and version = :root) or (role = 'snapshot' and version = :snapshot)
                            or (role = 'timestamp' and version = :timestamp)
                            or (role = 'targets' and version = :targets and set_name = 'full'))""")
                .bind("factory", factory)
                .bind("root", heads.root().value())
                .bind("snapshot", heads.versions().snapshot().value())
                .bind("timestamp", heads.versions().timestamp().value())
                .bind("targets", heads.versions().targets().value())
                .map((row, _) -> row(row))
                .forEach(rows::add);
        return rows.current();
    }

    private record Row(
            SetId set,
            RoleName role,
            Sha256 sha256,
            @Nullable Bytes content) {}

    private static Row row(ResultSet row) throws SQLException {
        var content = row.getBytes("content");
        return new Row(
                new SetId(Dialect.fromId(row.getString("dialect")), row.getString("set_name")),
                RoleName.fromJson(row.getString("role")),
                new Sha256(row.getString("sha256")),
                content == null ? null : Bytes.copyOf(content));
    }

    private void add(Row row) {
        switch (row.role()) {
            case ROOT -> roots.put(row.set().dialect(), content(row));
            case SNAPSHOT -> snapshots.put(row.set(), content(row));
            case TIMESTAMP -> timestamps.put(row.set(), content(row));
            case TARGETS -> targets.put(row.set().dialect(), row.sha256());
        }
    }

    private static Bytes content(Row row) {
        if (row.content() == null) {
            throw new IllegalStateException("A document without content");
        }
        return row.content();
    }

    /** A set is served as long as the newest timestamp has it; one that was given up has older documents only. */
    private Current current() {
        Map<SetId, Current.Online> sets = new HashMap<>();
        timestamps.forEach((set, timestamp) -> {
            var snapshot = snapshots.get(set);
            if (snapshot == null) {
                throw new IllegalStateException("The set %s has a timestamp without its snapshot".formatted(set));
            }
            sets.put(set, new Current.Online(snapshot, timestamp));
        });
        return new Current(roots, sets, targets);
    }
}
