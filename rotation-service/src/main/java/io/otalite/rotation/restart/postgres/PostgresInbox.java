package io.otalite.rotation.restart.postgres;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Consumer.Mode;
import io.otalite.rotation.restart.Inbox;
import io.otalite.rotation.restart.Planned;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The inbox in one Postgres database. What one writer records no other does at the same time. */
public final class PostgresInbox implements Inbox {
    /** Also keeps tasks from being taken while others are given up. */
    static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('restarts', 0))";

    private static final String CHANGE = """
            insert into restart_change
              (rotation_id, secret, keys, old_key_id, new_key_id, account, changed_at, recorded_at)
            values (:rotation, :secret, :keys, :old, :new, :account, :changed, :now)
            on conflict do nothing""";

    /** All tasks of a change at once: there may be a thousand. What puts an earlier content back has a line of its own. */
    private static final String TASK = """
            insert into restart_task
              (rotation_id, workload, namespace, secrets, line, round, turn, replicas, mode, takes_back,
               state, reason, changed_at, recorded_at, updated_at)
            select :rotation, workload, namespace, array[:secret::text],
               :line || case when :back then ' ' || workload else '' end,
               (select min(id) from restart_change where rotation_id = :rotation),
               turn, replicas, mode, :back, state, reason, :changed, :now, :now
            from unnest(:workloads, :namespaces, :turns, :replicas, :modes, :states, :reasons)
              as planned (workload, namespace, turn, replicas, mode, state, reason)
            on conflict (rotation_id, workload) do update
              set secrets = restart_task.secrets || excluded.secrets,
                  changed_at = greatest(restart_task.changed_at, excluded.changed_at)
              where not restart_task.secrets @> excluded.secrets
            returning *""";

    /**
     * Who has begun with one Secret of a rotation of others knows nothing of another one that was written later. A rotation of this service
     * asks when all are written.
     */
    private static final String RENEW = "update restart_task" + Covers.ANEW + """
            , renewals = renewals + 1
            where rotation_id = :rotation and secrets @> array[:secret::text] and state not in ('WAITING', 'FAILED')""";

    /** The line is stopped already. */
    private static final String STOPPED = """
            update restart_task set state = 'CANCELLED', reason = :reason, covered_by = null, updated_at = :now
            where rotation_id = :rotation and %s and not takes_back
              and exists (select 1 from restart_task failed where failed.rotation_id = :rotation
                          and failed.state = 'FAILED' and failed.mode <> 'REFUSED')""".formatted(Covers.PENDING);

    private static final String TAKE_BACK = """
            update restart_task set state = 'CANCELLED', updated_at = :now, reason = 'taken back by ' || :rotation, covered_by = null
            where rotation_id = :undone and not takes_back and (state in %s or covered_by is not null)""".formatted(Rows.OPEN);

    /** Who is restarted for something else begins with that anew, after the earlier content is back. */
    private static final String GIVE_WAY = "update restart_task" + Covers.ANEW + """
            where rotation_id <> :rotation and not takes_back and state in ('RESTARTING', 'WATCHING') and workload in (
              select workload from restart_task where rotation_id = :rotation and state = 'WAITING')""";

    private static final String STOP = """
            insert into restart_stop (rotation_id, reason, stopped_at) values (:rotation, :reason, :now)
            on conflict do nothing""";

    private static final String CANCEL = """
            update restart_task set state = 'CANCELLED', reason = stop.reason, covered_by = null, updated_at = :now
            from restart_stop stop
            where stop.rotation_id = :rotation and restart_task.rotation_id = :rotation and %s""".formatted(Covers.PENDING);

    private final Jdbi jdbi;
    private final Told told;
    private final Clock clock;

    /** @param eventSource who this service is in the events it emits (CloudEvents {@code source}) */
    public PostgresInbox(DataSource dataSource, URI eventSource, Clock clock) {
        this.jdbi = Rows.jdbi(dataSource);
        this.told = new Told(eventSource);
        this.clock = clock;
    }

    @Override
    public void record(Change change, List<Planned> planned, boolean takesBack) {
        Rows.translated(() -> jdbi.inTransaction(handle -> {
            handle.execute(LOCK);
            if (insert(handle, change) > 0) {
                insert(handle, change, planned, takesBack);
                if (takesBack) {
                    takeBack(handle, change);
                } else if (!change.isOwn()) {
                    renew(handle, change);
                }
                settle(handle, change);
            }
            return true;
        }));
    }

    private int insert(Handle handle, Change change) {
        return handle.createUpdate(CHANGE)
                .bind("rotation", change.rotationId())
                .bind("secret", change.secret().id())
                .bindArray("keys", String.class, List.copyOf(change.keys()))
                .bind("old", change.oldKeyId())
                .bind("new", change.newKeyId())
                .bind("account", change.account())
                .bind("changed", change.at())
                .bind("now", clock.instant())
                .execute();
    }

    private void insert(Handle handle, Change change, List<Planned> planned, boolean takesBack) {
        handle
                .createQuery(TASK)
                .bind("rotation", change.rotationId())
                .bind("secret", change.secret().id())
                .bind("line", change.line())
                .bind("back", takesBack)
                .bind("changed", change.at())
                .bind("now", clock.instant())
                .bindArray(
                        "workloads",
                        String.class,
                        column(planned, task -> task.consumer().workload().id()))
                .bindArray(
                        "namespaces",
                        String.class,
                        column(planned, task -> task.consumer().workload().namespace()))
                .bindArray(
                        "turns",
                        Integer.class,
                        column(planned, task -> task.turn().ordinal()))
                .bindArray("replicas", Integer.class, column(planned, Planned::replicas))
                .bindArray(
                        "modes",
                        String.class,
                        column(planned, task -> task.consumer().mode().name()))
                .bindArray(
                        "states",
                        String.class,
                        column(planned, task -> first(task).name()))
                .bindArray(
                        "reasons",
                        String.class,
                        column(planned, task -> task.consumer().refusal().orElse(null)))
                .map((row, context) -> Rows.task(row))
                .list()
                .stream()
                .filter(task -> task.state() == State.FAILED)
                .forEach(task -> told.append(handle, task, List.of(change.secret())));
    }

    private static <T extends @Nullable Object> List<T> column(List<Planned> planned, Function<Planned, T> value) {
        // No stream: there may be nothing in a place.
        var values = new ArrayList<T>(planned.size());
        planned.forEach(task -> values.add(value.apply(task)));
        return values;
    }

    private static State first(Planned planned) {
        return planned.consumer().mode() == Mode.REFUSED ? State.FAILED : State.WAITING;
    }

    private void renew(Handle handle, Change change) {
        handle.createUpdate(RENEW)
                .bind("rotation", change.rotationId())
                .bind("secret", change.secret().id())
                .bind("now", clock.instant())
                .execute();
    }

    private void takeBack(Handle handle, Change change) {
        var now = clock.instant();
        handle.createUpdate(TAKE_BACK)
                .bind("rotation", change.rotationId())
                .bind("undone", change.undone())
                .bind("now", now)
                .execute();
        Covers.uncover(handle, change.undone(), now);
        handle.createUpdate(GIVE_WAY)
                .bind("rotation", change.rotationId())
                .bind("now", now)
                .execute();
    }

    private void settle(Handle handle, Change change) {
        cancel(handle, change.rotationId());
        handle.createUpdate(STOPPED)
                .bind("rotation", change.rotationId())
                .bind("reason", "another workload of the rotation failed")
                .bind("now", clock.instant())
                .execute();
        Covers.cover(handle, change.rotationId(), clock.instant());
    }

    @Override
    public void cancel(String rotationId, String reason) {
        Rows.translated(() -> jdbi.inTransaction(handle -> {
            handle.execute(LOCK);
            handle.createUpdate(STOP)
                    .bind("rotation", rotationId)
                    .bind("reason", Rows.text(reason))
                    .bind("now", clock.instant())
                    .execute();
            return cancel(handle, rotationId);
        }));
    }

    private int cancel(Handle handle, String rotationId) {
        var now = clock.instant();
        var cancelled = handle.createUpdate(CANCEL)
                .bind("rotation", rotationId)
                .bind("now", now)
                .execute();
        Covers.uncover(handle, rotationId, now);
        return cancelled;
    }

    @Override
    public List<RestartTask> tasks(String rotationId) {
        return Rows.translated(() -> jdbi.withHandle(handle -> handle.createQuery(
                        "select * from restart_task where rotation_id = :rotation order by " + Rows.IN_ORDER)
                .bind("rotation", rotationId)
                .map((row, context) -> Rows.task(row))
                .list()));
    }

    @Override
    public boolean isRecorded(String rotationId, ObjectRef secret) {
        return Rows.translated(() -> jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from restart_change where rotation_id = :rotation and secret = :secret)")
                .bind("rotation", rotationId)
                .bind("secret", secret.id())
                .mapTo(Boolean.class)
                .one()));
    }
}
