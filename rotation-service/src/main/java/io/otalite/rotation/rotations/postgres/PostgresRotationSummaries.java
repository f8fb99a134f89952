package io.otalite.rotation.rotations.postgres;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.generic.GenericType;

/** Sums up the tables that {@link PostgresRotationStore} writes. */
public final class PostgresRotationSummaries implements RotationSummaries {
    /** A rotation counts for each Secret that it wrote or would have written, and for the one it was asked for. */
    private static final String PASTS = """
            with mine as (
              select r.id, r.number, r.state, r.since, r.body ->> 'newId' as new_id, r.due is not null as open,
                     r.plan #>> '{subject,kind}' as kind, r.plan #>> '{subject,account}' as account,
                     s.secret ->> 'kind' as secret_kind, s.secret ->> 'namespace' as namespace, s.secret ->> 'name' as name
              from rotation r, lateral (
                select r.plan #> '{subject,secret}' as secret
                union select d -> 'secret' from jsonb_array_elements(r.plan -> 'destinations') d) s),
            done as (
              select distinct on (kind, account, secret_kind, namespace, name) *
              from mine where state = 'DONE' order by kind, account, secret_kind, namespace, name, number desc),
            failed as (
              select distinct on (m.kind, m.account, m.secret_kind, m.namespace, m.name) m.*,
                     count(*) over (partition by m.kind, m.account, m.secret_kind, m.namespace, m.name) as in_a_row
              from mine m left join done d using (kind, account, secret_kind, namespace, name)
              where not m.open and m.state <> 'DONE' and m.number > coalesce(d.number, 0)
              order by m.kind, m.account, m.secret_kind, m.namespace, m.name, m.number desc)
            select m.kind, m.account, m.secret_kind, m.namespace, m.name, d.new_id as done_id, d.since as done_at,
                   f.id as failed, f.state as failed_state, f.since as failed_at, f.in_a_row,
                   max(m.id) filter (where m.open) as open
            from mine m left join done d using (kind, account, secret_kind, namespace, name)
              left join failed f using (kind, account, secret_kind, namespace, name)
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11""";

    private static final String TOTALS = """
            select state, due is not null as open, count(*) as number, min(since) as since, count(problem) as problems,
                   min(problem_since) as problem_since
            from rotation group by 1, 2""";

    private static final String UNRESOLVED = """
            with owned as (select state, number, plan #>> '{subject,kind}' as kind, plan #>> '{subject,account}' as account
                           from rotation where due is null),
            done as (select kind, account, max(number) as number from owned where state = 'DONE' group by 1, 2)
            select o.state, count(distinct (o.kind, o.account)) as owners
            from owned o left join done d using (kind, account)
            where o.state <> 'DONE' and o.number > coalesce(d.number, 0) group by 1""";

    private final Jdbi jdbi;

    public PostgresRotationSummaries(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    @Override
    public List<Past> pasts() {
        return translated(() -> jdbi.withHandle(handle ->
                handle.createQuery(PASTS).map((row, context) -> past(row)).list()));
    }

    private static Past past(ResultSet row) throws SQLException {
        var secret = new ObjectRef(row.getString("secret_kind"), row.getString("namespace"), row.getString("name"));
        var doneAt = instant(row, "done_at");
        var failedAt = instant(row, "failed_at");
        var doneId = row.getString("done_id");
        var failed = row.getString("failed");
        var failedState = row.getString("failed_state");
        var inARow = row.getInt("in_a_row");
        return new Past(
                new Of(row.getString("kind"), row.getString("account"), secret),
                doneAt.map(at -> new Done(doneId, at)),
                failedAt.map(at -> new Failure(failed, failedState, at, inARow)),
                Optional.ofNullable(row.getString("open")));
    }

    @Override
    public Totals totals() {
        return translated(() -> jdbi.inTransaction(PostgresRotationSummaries::totals));
    }

    private static Totals totals(Handle handle) {
        var open = new HashMap<String, Open>();
        var ended = new HashMap<String, Long>();
        handle.createQuery(TOTALS)
                .map((row, context) -> row.getBoolean("open")
                        ? Optional.ofNullable(open.put(row.getString("state"), open(row)))
                        : Optional.ofNullable(ended.put(row.getString("state"), row.getLong("number"))))
                .list();
        return new Totals(open, ended, unresolved(handle));
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getLong("number"),
                instant(row, "since").orElseThrow(),
                row.getLong("problems"),
                instant(row, "problem_since"));
    }

    private static Map<String, Long> unresolved(Handle handle) {
        return handle.createQuery(UNRESOLVED)
                .setMapKeyColumn("state")
                .setMapValueColumn("owners")
                .collectInto(new GenericType<Map<String, Long>>() {});
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new RotationsUnavailableException(e);
        }
    }
}
