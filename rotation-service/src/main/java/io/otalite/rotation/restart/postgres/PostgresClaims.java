package io.otalite.rotation.restart.postgres;

import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Claimed;
import io.otalite.rotation.restart.Claimed.Nature;
import io.otalite.rotation.restart.Claims;
import io.otalite.rotation.restart.Consumer.Mode;
import io.otalite.rotation.restart.Outcome;
import io.otalite.rotation.restart.Outcome.Dropped;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * Claims in one Postgres database. They go by the database's clock, so that instances need not agree on the time; what is told to people
 * bears the time of this machine.
 */
public final class PostgresClaims implements Claims {
    private static final String TAKEN = """
             set claims = claims + 1, claimed_by = :me,
                 claimed_until = now() + :lease * interval '1 millisecond',
                 due_at = now() + :lease * interval '1 millisecond'
            """;

    private static final String GO_ON = "update restart_task" + TAKEN + """
            where id in (
              select id from restart_task
              where state in ('RESTARTING', 'WATCHING') and due_at <= now()
                and (claimed_by = :me or claimed_until is null or claimed_until <= now())
              order by due_at limit :most for update skip locked)
            returning *""";

    /**
     * Those that may begin: the first of each line in which none goes on, one for each workload, and of each namespace the next only
     * when all others have had one.
     */
    private static final String BEGIN = """
            with going as (
              select namespace, line, workload, count(*) filter (where not idle) as busy
              from restart_task
              where state in ('RESTARTING', 'WATCHING') or (state = 'WAITING' and claimed_until > now())
              group by namespace, line, workload),
            head as (
              select distinct on (line) id, namespace, line, workload, round, due_at
              from restart_task where state = 'WAITING'
              order by line, round, turn, replicas, workload),
            free as (
              select distinct on (workload) id, namespace, round from head
              where due_at <= now()
                and not exists (select 1 from going where going.line = head.line or going.workload = head.workload)
              order by workload, round),
            fair as (
              select id, round, row_number() over (partition by namespace order by round)
                + (select coalesce(sum(busy), 0) from going where going.namespace = free.namespace) as place
              from free)
            update restart_task""" + TAKEN + """
            where id in (
              select id from fair order by place, round
              limit least(:most, greatest(0, :concurrency - (select coalesce(sum(busy), 0) from going))))
            returning *""";

    private static final String MINE = " where id = :id and claims = :claim and state in " + Rows.OPEN;

    private static final String BEGUN = """
            update restart_task set state = 'RESTARTING', begun_at = coalesce(begun_at, :now), updated_at = :now,
              awaited = '', claimed_until = now() + :lease * interval '1 millisecond',
              due_at = now() + :lease * interval '1 millisecond'
            where id = :id and claims = :claim and state in ('WAITING', 'RESTARTING') and claimed_until > now()""";

    private static final String WATCHED = """
            update restart_task set state = 'WATCHING', begun_at = coalesce(begun_at, :now), updated_at = :now,
              stamped = :stamped, evidence = evidence || :evidence, awaited = '', due_at = now()""" + MINE;

    private static final String LATER = """
            update restart_task set awaited = :awaited, idle = :idle, due_at = now() + :pause * interval '1 millisecond',
              claimed_until = case when state = 'WAITING' then null
                                   else now() + (:pause + :lease) * interval '1 millisecond' end""" + MINE;

    private static final String ENDED = """
            update restart_task set state = :state, reason = :reason, evidence = evidence || :evidence, updated_at = :now,
              awaited = '', claimed_until = null""" + MINE + " returning *";

    private static final String GIVEN_UP = """
            update restart_task set claimed_until = null, due_at = least(due_at, now())
            where claimed_by = :me and claimed_until is not null and state in """ + Rows.OPEN;

    private static final String STOP_THE_LINE = """
            update restart_task set state = 'CANCELLED', reason = :reason, updated_at = :now
            where rotation_id = :rotation and state = 'WAITING'""";

    private static final String CHANGES = """
            select * from restart_change where rotation_id = :rotation and secret = any(:secrets) order by id""";

    private static final String OTHERS = """
            select count(*) filter (where begun_at is not null) as begun, count(*) filter (where state in %s) as open
            from restart_task where rotation_id = :rotation and id <> :id""".formatted(Rows.OPEN);

    private final Jdbi jdbi;
    private final Told told;
    private final Holder holder;
    private final Clock clock;

    /**
     * Who claims, and how.
     *
     * @param name no other instance has it
     * @param lease how long a claim lasts that is not renewed; longer than any step takes
     * @param concurrency how many tasks may go on at a time in all
     */
    public record Holder(String name, Duration lease, int concurrency) {}

    /** @param eventSource who this service is in the events it emits (CloudEvents {@code source}) */
    public PostgresClaims(DataSource dataSource, URI eventSource, Holder holder, Clock clock) {
        this.jdbi = Rows.jdbi(dataSource);
        this.told = new Told(eventSource);
        this.holder = holder;
        this.clock = clock;
    }

    @Override
    public List<Claimed> claim(int most) {
        return Rows.translated(() -> {
            var claimed = new ArrayList<>(jdbi.inTransaction(handle -> take(handle, GO_ON, most)));
            if (claimed.size() < most) {
                claimed.addAll(jdbi.inTransaction(handle -> {
                    handle.execute(PostgresInbox.LOCK);
                    return take(handle, BEGIN, most - claimed.size());
                }));
            }
            return claimed;
        });
    }

    private List<Claimed> take(Handle handle, String sql, int most) {
        return handle
                .createQuery(sql)
                .bind("me", holder.name())
                .bind("lease", holder.lease().toMillis())
                .bind("most", most)
                .bind("concurrency", holder.concurrency())
                .map((row, context) -> Taken.of(row))
                .list()
                .stream()
                .map(taken -> claimed(handle, taken))
                .toList();
    }

    /** A row that was taken, before what belongs to it is read. */
    private record Taken(Claimed claimed, List<String> secrets) {
        static Taken of(ResultSet row) throws SQLException {
            var nature = new Nature(
                    row.getString("mode").equals(Mode.RELOADS.name()),
                    row.getBoolean("takes_back"),
                    row.getBoolean("stamped"),
                    true,
                    true);
            var claimed = new Claimed(
                    row.getLong("id"),
                    row.getLong("claims"),
                    row.getString("rotation_id"),
                    Rows.ref(row.getString("workload")),
                    State.valueOf(row.getString("state")),
                    nature,
                    List.of(),
                    Rows.instant(row, "begun_at"));
            return new Taken(claimed, Rows.texts(row, "secrets"));
        }
    }

    private static Claimed claimed(Handle handle, Taken taken) {
        var task = taken.claimed();
        var changes = handle.createQuery(CHANGES)
                .bind("rotation", task.rotationId())
                .bindArray("secrets", String.class, taken.secrets())
                .map((row, context) -> Rows.change(row))
                .list();
        return handle.createQuery(OTHERS)
                .bind("rotation", task.rotationId())
                .bind("id", task.id())
                .map((row, context) -> with(task, changes, row.getLong("begun") == 0, row.getLong("open") == 0))
                .one();
    }

    private static Claimed with(Claimed task, List<Change> changes, boolean isFirst, boolean isLast) {
        var nature = task.nature();
        return new Claimed(
                task.id(),
                task.claim(),
                task.rotationId(),
                task.workload(),
                task.state(),
                new Nature(nature.reloads(), nature.takesBack(), nature.stamped(), isFirst, isLast),
                changes,
                task.begun());
    }

    @Override
    public boolean begin(Claimed task) {
        return Rows.translated(() -> jdbi.withHandle(handle -> mine(handle.createUpdate(BEGUN), task)
                        .bind("now", clock.instant())
                        .bind("lease", holder.lease().toMillis())
                        .execute()
                > 0));
    }

    @Override
    public boolean watch(Claimed task, boolean stamped, String evidence) {
        return Rows.translated(() -> jdbi.withHandle(handle -> mine(handle.createUpdate(WATCHED), task)
                        .bind("now", clock.instant())
                        .bind("stamped", stamped)
                        .bindArray("evidence", String.class, List.of(Rows.text(evidence)))
                        .execute()
                > 0));
    }

    @Override
    public void later(Claimed task, Duration pause, Awaited awaited) {
        Rows.translated(() -> jdbi.withHandle(handle -> mine(handle.createUpdate(LATER), task)
                .bind("awaited", Rows.text(awaited.what()))
                .bind("idle", awaited.use())
                .bind("pause", pause.toMillis())
                .bind("lease", holder.lease().toMillis())
                .execute()));
    }

    private static Update mine(Update update, Claimed task) {
        return update.bind("id", task.id()).bind("claim", task.claim());
    }

    @Override
    public void end(Claimed task, Outcome outcome) {
        Rows.translated(() -> jdbi.inTransaction(handle -> {
            handle.execute(PostgresInbox.LOCK);
            ended(handle, task, outcome).ifPresent(over -> {
                told.append(
                        handle,
                        over,
                        task.changes().stream().map(Change::secret).toList());
                if (over.state() == State.FAILED && !task.nature().takesBack()) {
                    stopTheLine(handle, task);
                }
            });
            return true;
        }));
    }

    @Override
    public void giveUp() {
        Rows.translated(() -> jdbi.withHandle(handle ->
                handle.createUpdate(GIVEN_UP).bind("me", holder.name()).execute()));
    }

    private Optional<RestartTask> ended(Handle handle, Claimed task, Outcome outcome) {
        var state = switch (outcome) {
            case Verified _ -> State.VERIFIED;
            case Failed _ -> State.FAILED;
            case Dropped _ -> State.CANCELLED;
        };
        var reason = switch (outcome) {
            case Verified _ -> null;
            case Failed(var why) -> Rows.text(why);
            case Dropped(var why) -> Rows.text(why);
        };
        var evidence = outcome instanceof Verified(var seen) ? seen : List.<String>of();
        return handle.createQuery(ENDED)
                .bind("id", task.id())
                .bind("claim", task.claim())
                .bind("state", state.name())
                .bind("reason", reason)
                .bindArray(
                        "evidence",
                        String.class,
                        evidence.stream().map(Rows::text).toList())
                .bind("now", clock.instant())
                .map((row, context) -> Rows.task(row))
                .findOne();
    }

    private void stopTheLine(Handle handle, Claimed task) {
        handle.createUpdate(STOP_THE_LINE)
                .bind("rotation", task.rotationId())
                .bind("reason", "%s failed".formatted(task.workload()))
                .bind("now", clock.instant())
                .execute();
    }
}
