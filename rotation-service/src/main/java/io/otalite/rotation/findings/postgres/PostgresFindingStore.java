package io.otalite.rotation.findings.postgres;

import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.outbox.Outbox;
import io.otalite.outbox.OutboxException;
import io.otalite.rotation.findings.Finding;
import io.otalite.rotation.findings.FindingEvents;
import io.otalite.rotation.findings.FindingStore;
import io.otalite.rotation.findings.FindingsUnavailableException;
import io.otalite.rotation.findings.OpenFinding;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Open findings and outbox rows in one Postgres database. */
public final class PostgresFindingStore implements FindingStore {
    private static final String COLUMNS =
            "id, workload, identity, revision, path, target, verdict, cause, message, fix, since";

    /** One writer at a time: the order of the outbox's rows is that of the transactions. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('findings', 0))";

    /** Returns the row's {@code since}, and nothing when there is nothing new to say. */
    private static final String RAISE = """
            insert into finding (id, workload, identity, revision, path, target, verdict, cause, message, fix, since)
            values (:id, :workload, :identity, :revision, :path, :target, :verdict, :cause, :message, :fix, :since)
            on conflict (id) do update
              set verdict = excluded.verdict, message = excluded.message, fix = excluded.fix
              where (finding.verdict, finding.fix) is distinct from (excluded.verdict, excluded.fix)
            returning since""";

    private static final String CLEAR = "delete from finding where id = :id returning " + COLUMNS;

    private final Jdbi jdbi;
    private final URI eventSource;

    /** @param eventSource who this service is in the events it emits (CloudEvents {@code source}) */
    public PostgresFindingStore(DataSource dataSource, URI eventSource) {
        this.jdbi = Jdbi.create(dataSource);
        this.eventSource = eventSource;
    }

    @Override
    public List<OpenFinding> open() {
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from finding")
                .map((row, context) -> open(row))
                .list()));
    }

    @Override
    public void record(Collection<Finding> raised, Collection<String> cleared, Instant now) {
        translated(() -> jdbi.inTransaction(handle -> {
            handle.execute(LOCK);
            for (var id : cleared) {
                clear(handle, id).ifPresent(finding -> append(handle, FindingEvents.cleared(finding, now)));
            }
            for (var finding : raised) {
                raise(handle, finding).ifPresent(since -> append(handle, FindingEvents.raised(finding, since)));
            }
            return true;
        }));
    }

    private static Optional<OpenFinding> clear(Handle handle, String id) {
        return handle.createQuery(CLEAR)
                .bind("id", text(id))
                .map((row, context) -> open(row))
                .findOne();
    }

    private static Optional<Instant> raise(Handle handle, Finding finding) {
        var reason = finding.reason();
        return handle.createQuery(RAISE)
                .bind("id", text(finding.id()))
                .bind("workload", text(finding.workload().id()))
                .bind("identity", text(reason.identity()))
                .bind("revision", text(reason.revision().orElse("")))
                .bind("path", text(reason.path()))
                .bind("target", text(reason.target().id()))
                .bind("verdict", text(reason.verdict().name()))
                .bind("cause", text(reason.cause().word()))
                .bind("message", text(reason.message()))
                .bind("fix", text(finding.fix()))
                .bind("since", finding.since())
                .map((row, context) -> instant(row))
                .findOne();
    }

    /** Manifests may name anything, and Postgres keeps no NUL. In its place stands what Unicode has for it, so that no name gets empty. */
    private static String text(String value) {
        return value.replace('\0', '\uFFFD');
    }

    private void append(Handle handle, Event event) {
        Outbox.append(handle.getConnection(), CloudEvents.encode(event, eventSource), OptionalLong.empty());
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException | OutboxException e) {
            throw new FindingsUnavailableException(e);
        }
    }

    private static OpenFinding open(ResultSet row) throws SQLException {
        return new OpenFinding(
                row.getString("id"),
                ref(row, "workload"),
                row.getString("identity"),
                row.getString("revision"),
                row.getString("path"),
                ref(row, "target"),
                Verdict.valueOf(row.getString("verdict")),
                row.getString("cause"),
                row.getString("message"),
                row.getString("fix"),
                instant(row));
    }

    private static ObjectRef ref(ResultSet row, String column) throws SQLException {
        var id = row.getString(column);
        return ObjectRef.parse(id)
                .orElseThrow(() -> new SQLException("The column %s names no object: %s".formatted(column, id)));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("since", OffsetDateTime.class).toInstant();
    }
}
