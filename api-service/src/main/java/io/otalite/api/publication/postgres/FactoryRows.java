package io.otalite.api.publication.postgres;

import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.Expiries;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.Heads;
import io.otalite.api.publication.Retention;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RepositoryVersions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code factory}. */
final class FactoryRows {
    static final String COLUMNS = """
            f.id, f.name, f.public_metadata, f.dialects, f.limit_root, f.limit_targets, f.limit_rotations, f.keep_per_tag,
            f.head_version, f.root_version, f.snapshot_version, f.timestamp_version,
            f.root_expires, f.targets_expires, f.snapshot_expires, f.timestamp_expires, f.refresh_at, f.created_at
            """;

    private FactoryRows() {}

    /** @return the id of the new row; empty when the name is taken */
    static Optional<Long> insert(Handle handle, Factory factory) {
        var statement = handle.createQuery("""
                insert into factory (name, public_metadata, dialects, limit_root, limit_targets, limit_rotations, keep_per_tag,
                  head_version, root_version, snapshot_version, timestamp_version,
                  root_expires, targets_expires, snapshot_expires, timestamp_expires, refresh_at, created_at)
                values (:name, :public, :dialects, :limitRoot, :limitTargets, :limitRotations, :keepPerTag,
                  :head, :root, :snapshot, :timestamp,
                  :rootExpires, :targetsExpires, :snapshotExpires, :timestampExpires, :refreshAt, :created)
                on conflict (name) do nothing returning id""");
        bind(statement, factory.heads());
        bind(statement, factory.settings());
        return statement
                .bind("name", factory.name().value())
                .bindArray(
                        "dialects",
                        String.class,
                        factory.dialects().stream().map(Dialect::id).toList())
                .bind("created", factory.createdAt())
                .mapTo(Long.class)
                .findOne();
    }

    static void update(Handle handle, long id, Heads heads) {
        var statement = handle.createUpdate("""
                update factory set head_version = :head, root_version = :root, snapshot_version = :snapshot,
                  timestamp_version = :timestamp, root_expires = :rootExpires, targets_expires = :targetsExpires,
                  snapshot_expires = :snapshotExpires, timestamp_expires = :timestampExpires, refresh_at = :refreshAt
                where id = :id""").bind("id", id);
        bind(statement, heads);
        statement.execute();
    }

    static void update(Handle handle, long id, FactorySettings settings) {
        var statement = handle.createUpdate("""
                update factory set public_metadata = :public, limit_root = :limitRoot, limit_targets = :limitTargets,
                  limit_rotations = :limitRotations, keep_per_tag = :keepPerTag
                where id = :id""").bind("id", id);
        bind(statement, settings);
        statement.execute();
    }

    static Factory factory(ResultSet row) throws SQLException {
        return new Factory(
                new FactoryName(row.getString("name")), settings(row), heads(row), instant(row, "created_at"));
    }

    static Expiries expiries(ResultSet row) throws SQLException {
        return new Expiries(
                instant(row, "root_expires"),
                instant(row, "targets_expires"),
                instant(row, "snapshot_expires"),
                instant(row, "timestamp_expires"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static FactorySettings settings(ResultSet row) throws SQLException {
        var keepPerTag = row.getInt("keep_per_tag");
        return new FactorySettings(
                row.getBoolean("public_metadata"),
                Arrays.stream((String[]) row.getArray("dialects").getArray())
                        .map(Dialect::fromId)
                        .toList(),
                new ClientLimits(row.getInt("limit_root"), row.getInt("limit_targets"), row.getInt("limit_rotations")),
                keepPerTag == 0 ? Optional.empty() : Optional.of(new Retention(keepPerTag)));
    }

    private static Heads heads(ResultSet row) throws SQLException {
        return new Heads(
                version(row, "root_version"),
                new RepositoryVersions(
                        version(row, "head_version"),
                        version(row, "snapshot_version"),
                        version(row, "timestamp_version")),
                expiries(row),
                instant(row, "refresh_at"));
    }

    private static MetadataVersion version(ResultSet row, String column) throws SQLException {
        return new MetadataVersion(row.getLong(column));
    }

    private static void bind(SqlStatement<?> statement, Heads heads) {
        statement
                .bind("head", heads.versions().targets().value())
                .bind("root", heads.root().value())
                .bind("snapshot", heads.versions().snapshot().value())
                .bind("timestamp", heads.versions().timestamp().value())
                .bind("rootExpires", heads.expiries().root())
                .bind("targetsExpires", heads.expiries().targets())
                .bind("snapshotExpires", heads.expiries().snapshot())
                .bind("timestampExpires", heads.expiries().timestamp())
                .bind("refreshAt", heads.refreshAt());
    }

    private static void bind(SqlStatement<?> statement, FactorySettings settings) {
        statement
                .bind("public", settings.publicMetadata())
                .bind("limitRoot", settings.limits().root())
                .bind("limitTargets", settings.limits().targets())
                .bind("limitRotations", settings.limits().rootRotations())
                .bind(
                        "keepPerTag",
                        settings.retention().map(Retention::keepPerTag).orElse(null));
    }
}
