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

    private static final String RETURNED = """
            returning *,
              not exists (select 1 from restart_task other where other.rotation_id = restart_task.rotation_id
                          and other.id <> restart_task.id and other.begun_at is not null) as is_first,
              not exists (select 1 from restart_task other where other.rotation_id = restart_task.rotation_id
                          and other.id <> restart_task.id and other.state in %s) as is_last""".formatted(Rows.OPEN);

    private static final String GO_ON = "update restart_task" + TAKEN + """
            where id in (
              select id from restart_task
              where state in ('RESTARTING', 'WATCHING') and due_at <= now()
                and (claimed_by = :me or claimed_until is null or claimed_until <= now())
              order by due_at limit :most for update skip locked)
            """ + RETURNED;

    /**
     * Those that may begin: the first of each line in which none goes on, one for each workload, and of each namespace the next only
     * when all others have had one. Who only waits for the use of a key, because others say that it has changed, holds no rotation of this
     * service up. What puts an earlier content back has places of its own, and comes first.
     */
    private static final String BEGIN = """
            with going as (
              select namespace, line, workload, takes_back, starts_with(rotation_id, :own) as own,
                count(*) filter (where not idle) as busy
              from restart_task
              where state in ('RESTARTING', 'WATCHING') or (state = 'WAITING' and claimed_until > now())
              group by namespace, line, workload, takes_back, own),
            head as (
              select distinct on (line) id, namespace, line, workload, takes_back, round, turn, replicas, due_at,
                starts_with(rotation_id, :own) as own
              from restart_task where state = 'WAITING'
              order by line, round, turn, replicas, workload),
            free as (
              select distinct on (workload) id, namespace, workload, takes_back, round, turn, replicas from head
              where due_at <= now()
                and not exists (select 1 from going
                                where going.line = head.line
                                  or (going.workload = head.workload and (busy > 0 or going.own or not head.own)))
              order by workload, takes_back desc, round),
            fair as (
              select id, takes_back, round,
                row_number() over (partition by takes_back, namespace order by round, turn, replicas, workload)
                + (select coalesce(sum(busy), 0) from going
                   where going.namespace = free.namespace and going.takes_back = free.takes_back) as place
              from free),
            ranked as (
              select id, takes_back, place, round, row_number() over (partition by takes_back order by place, round)
                + (select coalesce(sum(busy), 0) from going where going.takes_back = fair.takes_back) as rank
              from fair)
            update restart_task""" + TAKEN + """
            where id in (
              select id from ranked where rank <= :concurrency order by takes_back desc, place, round limit :most)
            """ + RETURNED;

    private static final String MINE = " where id = :id and claims = :claim and state in " + Rows.OPEN;

    /** Who begins anew keeps it until then, for its pods may have the new content since. */
    private static final String BEGUN_AT = "case when state = 'WAITING' then :now else coalesce(begun_at, :now) end";

    private static final String BEGUN = """
            update restart_task set state = 'RESTARTING', begun_at = %s, updated_at = :now,
              awaited = '', claimed_until = now() + :lease * interval '1 millisecond',
              due_at = now() + :lease * interval '1 millisecond'
            where id = :id and claims = :claim and state in ('WAITING', 'RESTARTING') and claimed_until > now()""".formatted(BEGUN_AT);

    /** Who only waits for the use of a key, for hours maybe, and has made way, looks again at the pods that come now. */
    private static final String GIVE_WAY = "update restart_task" + Covers.ANEW + """
            where workload = :workload and state = 'WATCHING' and idle and not starts_with(rotation_id, :own)""";

    private static final String WATCHED = """
            update restart_task set state = 'WATCHING', begun_at = %s, updated_at = :now,
              stamped = :stamped, evidence = evidence || :evidence, awaited = '', due_at = now()""".formatted(BEGUN_AT) + MINE;

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
            update restart_task set state = 'CANCELLED', reason = :reason, covered_by = null, updated_at = :now
            where rotation_id = :rotation and\s""" + Covers.PENDING;

    private static final String CHANGES = """
            select * from restart_change where rotation_id = :rotation and secret = any(:secrets) order by id""";

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
                .bind("own", Change.OWN)
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
                    row.getBoolean("is_first"),
                    row.getBoolean("is_last"),
                    row.getInt("renewals"));
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
        return new Claimed(
                task.id(),
                task.claim(),
                task.rotationId(),
                task.workload(),
                task.state(),
                task.nature(),
                changes,
                task.begun());
    }

    @Override
    public boolean begin(Claimed task) {
        return Rows.translated(() -> jdbi.inTransaction(handle -> {
            var begun = mine(handle.createUpdate(BEGUN), task)
                            .bind("now", clock.instant())
                            .bind("lease", holder.lease().toMillis())
                            .execute()
                    > 0;
            if (begun && task.rotationId().startsWith(Change.OWN)) {
                handle.createUpdate(GIVE_WAY)
                        .bind("workload", task.workload().id())
                        .bind("own", Change.OWN)
                        .bind("now", clock.instant())
                        .execute();
            }
            return begun;
        }));
    }

    @Override
    public void watch(Claimed task, boolean stamped, String evidence) {
        Rows.translated(() -> jdbi.withHandle(handle -> mine(handle.createUpdate(WATCHED), task)
                .bind("now", clock.instant())
                .bind("stamped", stamped)
                .bindArray("evidence", String.class, List.of(Rows.text(evidence)))
                .execute()));
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
            case Dropped _ -> State.GONE;
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
        var now = clock.instant();
        handle.createUpdate(STOP_THE_LINE)
                .bind("rotation", task.rotationId())
                .bind("reason", "%s failed".formatted(task.workload()))
                .bind("now", now)
                .execute();
        Covers.uncover(handle, task.rotationId(), now);
    }
}
