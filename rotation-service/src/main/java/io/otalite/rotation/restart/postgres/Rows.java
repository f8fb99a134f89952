package io.otalite.rotation.restart.postgres;

import io.otalite.outbox.OutboxException;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.RestartsUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The tables of restarts as values. */
final class Rows {
    static final String OPEN = "('WAITING', 'RESTARTING', 'WATCHING')";
    static final String IN_ORDER = "round, turn, replicas, workload";

    private Rows() {}

    static Jdbi jdbi(DataSource dataSource) {
        return Jdbi.create(dataSource).registerArrayType(String.class, "text");
    }

    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException | OutboxException e) {
            throw new RestartsUnavailableException(e);
        }
    }

    static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getString("rotation_id"),
                ref(row.getString("secret")),
                new TreeSet<>(texts(row, "keys")),
                Optional.ofNullable(row.getString("old_key_id")),
                Optional.ofNullable(row.getString("new_key_id")),
                Optional.ofNullable(row.getString("account")),
                instant(row, "changed_at").orElseThrow());
    }

    static RestartTask task(ResultSet row) throws SQLException {
        return new RestartTask(
                row.getString("rotation_id"),
                ref(row.getString("workload")),
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("reason")),
                texts(row, "evidence"),
                row.getString("awaited"),
                instant(row, "updated_at").orElseThrow(),
                instant(row, "begun_at").isPresent());
    }

    static List<ObjectRef> refs(ResultSet row, String column) throws SQLException {
        return texts(row, column).stream().map(Rows::ref).toList();
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static ObjectRef ref(String id) {
        return ObjectRef.parse(id).orElseThrow(() -> new IllegalStateException("No object is named by " + id));
    }

    /** Postgres keeps no NUL. */
    static String text(String value) {
        return value.replace('\0', '\uFFFD');
    }
}
