package io.otalite.rotation.restart.postgres;

import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Quarantine;
import io.otalite.rotation.restart.RestartRecords;
import io.otalite.rotation.restart.RestartTask.State;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was recorded of restarts, and what was set aside, in one Postgres database. */
public final class PostgresRecords implements RestartRecords, Quarantine {
    /** Somebody who sends nothing else must not fill the database. */
    private static final int MOST_QUARANTINED = 10_000;

    private static final int MOST_BYTES = 16 * 1024;
    private static final int LONGEST_TEXT = 1000;

    /** What was refused is no place for a key, neither. */
    private static final Pattern KEY_MATERIAL = Pattern.compile(
            "private.?key|secret.?key|access.?key|api.?key|passw|passphrase|token|credential|\"(string)?data\"",
            Pattern.CASE_INSENSITIVE);

    private static final String SET_ASIDE = """
            insert into restart_quarantine (topic, part, position, digest, key, reason, size, payload, received_at)
            values (:topic, :part, :position, :digest, :key, :reason, :size, :payload, :now)
            on conflict do nothing""";

    private static final String MAKE_ROOM =
            "delete from restart_quarantine where id <= (select max(id) from restart_quarantine) - :most";

    private static final String ENTRIES = """
            select * from restart_task
            where id > :after and (:rotation::text is null or rotation_id = :rotation) order by id limit :limit""";

    private static final String QUARANTINED = """
            select id, topic, part, position, key, reason, size, received_at from restart_quarantine
            where id > :after order by id limit :limit""";

    private static final String COUNTS = """
            select state, count(*) as tasks, min(recorded_at) as oldest from restart_task
            where state in ('WAITING', 'RESTARTING', 'WATCHING', 'FAILED') group by state""";

    private static final String FORGET_TASKS = """
            delete from restart_task task
            where not starts_with(rotation_id, :own) and not exists (
              select 1 from restart_task other
              where other.rotation_id = task.rotation_id and (other.updated_at >= :before or other.state in %s))""".formatted(Rows.OPEN);

    private static final String FORGET_CHANGES = """
            delete from restart_change change
            where not starts_with(rotation_id, :own) and recorded_at < :before
              and not exists (select 1 from restart_task task where task.rotation_id = change.rotation_id)""";

    private final Jdbi jdbi;
    private final Clock clock;

    public PostgresRecords(DataSource dataSource, Clock clock) {
        this.jdbi = Rows.jdbi(dataSource);
        this.clock = clock;
    }

    @Override
    public void setAside(Received received, String reason) {
        Rows.translated(() -> jdbi.inTransaction(handle -> {
            handle.createUpdate(SET_ASIDE)
                    .bind("topic", received.topic())
                    .bind("part", received.partition())
                    .bind("position", received.offset())
                    .bind("digest", received.value().sha256().hex())
                    .bind("key", cut(received.key()))
                    .bind("reason", cut(reason))
                    .bind("size", received.value().size())
                    .bind("payload", payload(received))
                    .bind("now", clock.instant())
                    .execute();
            return handle.createUpdate(MAKE_ROOM).bind("most", MOST_QUARANTINED).execute();
        }));
    }

    private static String cut(String text) {
        return Rows.text(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
    }

    private static byte @Nullable [] payload(Received received) {
        var bytes = received.value().toArray();
        var looksSecret =
                KEY_MATERIAL.matcher(new String(bytes, StandardCharsets.UTF_8)).find();
        return looksSecret ? null : Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
    }

    @Override
    public List<RestartRecords.Entry> entries(Optional<String> rotationId, long after, int limit) {
        return Rows.translated(() -> jdbi.withHandle(handle -> handle.createQuery(ENTRIES)
                .bind("rotation", rotationId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list()));
    }

    private static RestartRecords.Entry entry(ResultSet row) throws SQLException {
        return new RestartRecords.Entry(
                row.getLong("id"),
                Rows.task(row),
                Rows.refs(row, "secrets"),
                row.getString("awaited"),
                Rows.instant(row, "recorded_at").orElseThrow());
    }

    @Override
    public List<Change> changes(String rotationId) {
        return Rows.translated(() -> jdbi.withHandle(
                handle -> handle.createQuery("select * from restart_change where rotation_id = :rotation order by id")
                        .bind("rotation", rotationId)
                        .map((row, context) -> Rows.change(row))
                        .list()));
    }

    @Override
    public List<Quarantine.Entry> quarantined(long after, int limit) {
        return Rows.translated(() -> jdbi.withHandle(handle -> handle.createQuery(QUARANTINED)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> quarantined(row))
                .list()));
    }

    private static Quarantine.Entry quarantined(ResultSet row) throws SQLException {
        return new Quarantine.Entry(
                row.getLong("id"),
                row.getString("topic"),
                row.getInt("part"),
                row.getLong("position"),
                row.getString("key"),
                row.getString("reason"),
                row.getInt("size"),
                Rows.instant(row, "received_at").orElseThrow());
    }

    @Override
    public void forget(Instant before) {
        Rows.translated(() -> jdbi.inTransaction(handle -> {
            handle.execute(PostgresInbox.LOCK);
            return Stream.of(FORGET_TASKS, FORGET_CHANGES)
                    .mapToInt(delete -> handle.createUpdate(delete)
                            .bind("own", Change.OWN)
                            .bind("before", before)
                            .execute())
                    .sum();
        }));
    }

    @Override
    public Counts counts() {
        return Rows.translated(() -> jdbi.withHandle(PostgresRecords::counts));
    }

    private static Counts counts(Handle handle) {
        var tasks = new EnumMap<State, Long>(State.class);
        var waiting = handle.createQuery(COUNTS)
                .map((row, context) -> {
                    var state = State.valueOf(row.getString("state"));
                    tasks.put(state, row.getLong("tasks"));
                    return state == State.WAITING ? Rows.instant(row, "oldest") : Optional.<Instant>empty();
                })
                .list();
        var quarantined = handle.createQuery("select count(*) from restart_quarantine")
                .mapTo(Long.class)
                .one();
        return new Counts(tasks, waiting.stream().flatMap(Optional::stream).findFirst(), quarantined);
    }
}
