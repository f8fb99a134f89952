package io.otalite.rotation.rotations.postgres;

import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.outbox.Outbox;
import io.otalite.outbox.OutboxException;
import io.otalite.rotation.rotations.Confidential;
import io.otalite.rotation.rotations.Outcome;
import io.otalite.rotation.rotations.Rotation;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.Sealing;
import io.otalite.rotation.rotations.postgres.RotationRows.Claimed;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotations and the outbox in one Postgres database. When something is due is a matter of the callers' clocks; whose turn it is, is one
 * of the database's own, so that instances whose clocks differ do not take the same step.
 */
public final class PostgresRotationStore implements RotationStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRotationStore.class);

    /** Another version of the service may be able to read it: until then it is tried again. */
    private static final Duration UNTIL_READABLE = Duration.ofMinutes(1);

    private static final String INSERT = """
            insert into rotation (id, plan, state, body, since, due)
            values (:id, :plan::jsonb, :state, :body::jsonb, :since, :due)""";

    private static final String LOCK = """
            insert into rotation_lock (name, rotation) values (:name, :rotation) on conflict (name) do nothing""";

    private static final String CLAIM = """
            update rotation set claim = claim + 1, claimed_by = :me, claimed_until = now() + :millis * interval '1 millisecond'
            where id in (select id from rotation where due <= :now and claimed_until < now()
                         order by due limit :most for update skip locked)
            returning claim, %s""".formatted(RotationRows.COLUMNS);

    private static final String TAKE_OVER = """
            update rotation set claimed_until = '-infinity' where claimed_by = :me and claimed_until > now()""";

    private static final String HOLDS = """
            select exists (select from rotation where id = :id and claim = :claim
                           and claimed_until > now() + :millis * interval '1 millisecond')""";

    /** An order that came while the step ran makes the next one due at once. */
    private static final String WAIT = """
            update rotation set problem = :problem::text,
              problem_since = case when :problem::text is null then null else coalesce(problem_since, :now::timestamptz) end,
              due = least(case when order_body is distinct from :order::jsonb then :now::timestamptz else :due::timestamptz end, :due::timestamptz),
              claimed_until = '-infinity'
            where id = :id and claim = :claim and claimed_until > now()""";

    /** Of one that was claimed and cannot be read. */
    private static final String UNREADABLE = """
            update rotation set problem = :problem, problem_since = coalesce(problem_since, :now), due = :due,
              claimed_until = '-infinity'
            where id = :id""";

    private static final String NEXT = """
            update rotation set since = case when state = :state then since else :now::timestamptz end, state = :state,
              body = :body::jsonb, problem = null, problem_since = null,
              confidential = case when :over then null when :keep then confidential else :confidential::bytea end,
              due = case when :over then null
                         else least(case when order_body is distinct from :order::jsonb then :now::timestamptz else :due::timestamptz end, :due::timestamptz) end,
              order_body = case when :settled and (:over or order_body is not distinct from :order::jsonb) then null else order_body end,
              claimed_until = '-infinity'
            where id = :id and claim = :claim and claimed_until > now()""";

    /** In the order in which {@link Order.Kind} has them. */
    private static final String ORDER = """
            update rotation set order_body = :order::jsonb, due = least(due, :now)
            where id = :id and due is not null
              and coalesce(array_position(:kinds, order_body ->> 'kind'), 0) <= array_position(:kinds, :kind)""";

    private static final String TELL = """
            insert into rotation_history (rotation, at, state, lines) values (:id, :now, :state, :lines::jsonb)""";

    /** Nothing is ever taken out of a history, so that the place of a line in it stays. */
    private static final String TOLD_AFTER = """
            select :after + row_number() over (order by number) as place, at, state, lines
            from (select * from rotation_history where rotation = :id order by number offset :after limit :most) told
            order by number""";

    private static final String LATEST_TOLD = """
            select (select count(*) from rotation_history where rotation = :id) + 1
                     - row_number() over (order by number desc) as place, at, state, lines
            from (select * from rotation_history where rotation = :id order by number desc limit :most) told
            order by number desc""";

    private final Jdbi jdbi;
    private final Sealing sealing;
    private final URI eventSource;
    private final String instance;

    /**
     * Uses the tables of one database.
     *
     * @param eventSource who this service is in the events it emits (CloudEvents {@code source})
     * @param instance who claims; no two that live at a time have the same name
     */
    public PostgresRotationStore(DataSource dataSource, Sealing sealing, URI eventSource, String instance) {
        this.jdbi = Jdbi.create(dataSource);
        this.sealing = sealing;
        this.eventSource = eventSource;
        this.instance = instance;
    }

    @Override
    public Optional<String> begin(Rotation rotation, Set<String> locks) {
        return translated(() -> jdbi.inTransaction(handle -> {
            insert(handle, rotation);
            for (var lock : locks.stream().sorted().toList()) {
                var taken = handle.createUpdate(LOCK)
                        .bind("name", lock)
                        .bind("rotation", rotation.id())
                        .execute();
                if (taken == 0) {
                    var holder = holder(handle, lock);
                    handle.rollback();
                    return Optional.of(holder);
                }
            }
            return Optional.<String>empty();
        }));
    }

    @Override
    public Optional<String> holder(Set<String> locks) {
        return locks.isEmpty()
                ? Optional.empty()
                : translated(() -> jdbi.withHandle(handle -> handle.createQuery(
                                "select rotation from rotation_lock where name = any(:names) limit 1")
                        .bindArray("names", String.class, List.copyOf(locks))
                        .mapTo(String.class)
                        .findOne()));
    }

    private static String holder(Handle handle, String lock) {
        return handle.createQuery("select rotation from rotation_lock where name = :name")
                .bind("name", lock)
                .mapTo(String.class)
                .findOne()
                .orElse("one that has just ended");
    }

    private static void insert(Handle handle, Rotation rotation) {
        handle.createUpdate(INSERT)
                .bind("id", rotation.id())
                .bind("plan", RotationJson.write(rotation.plan()))
                .bind("state", rotation.state().name())
                .bind("body", RotationJson.write(rotation.state()))
                .bind("since", rotation.since())
                .bind("due", rotation.state().isOver() ? null : rotation.since())
                .execute();
    }

    @Override
    public void keepRefused(Rotation rotation, Outcome.Next refusal) {
        translated(() -> jdbi.inTransaction(handle -> {
            insert(handle, rotation);
            tell(handle, rotation.id(), refusal, rotation.since());
            return true;
        }));
    }

    @Override
    public Optional<Rotation> find(String id) {
        return translated(() -> jdbi.withHandle(
                handle -> handle.createQuery("select " + RotationRows.COLUMNS + " from rotation where id = :id")
                        .bind("id", id)
                        .map((row, context) -> RotationRows.rotation(row))
                        .findOne()));
    }

    @Override
    public List<Listed> list(Optional<String> before, boolean onlyOpen, int most) {
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select %s from rotation
                        where (:before::text is null or number < (select number from rotation where id = :before))
                          and (not :open or due is not null)
                        order by number desc limit :most""".formatted(RotationRows.COLUMNS))
                .bind("before", before.orElse(null))
                .bind("open", onlyOpen)
                .bind("most", most)
                .map((row, context) -> RotationRows.listed(row))
                .list()));
    }

    @Override
    public List<Told> history(String id) {
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery(LATEST_TOLD)
                        .bind("id", id)
                        .bind("most", LATEST)
                        .map((row, context) -> RotationRows.told(row))
                        .list()))
                .reversed();
    }

    @Override
    public List<Told> history(String id, long after, int most) {
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery(TOLD_AFTER)
                .bind("id", id)
                .bind("after", after)
                .bind("most", most)
                .map((row, context) -> RotationRows.told(row))
                .list()));
    }

    @Override
    public boolean order(String id, Order order) {
        return translated(() -> jdbi.inTransaction(handle -> {
            var taken = handle.createUpdate(ORDER)
                    .bind("id", id)
                    .bind("order", RotationJson.write(order))
                    .bind("kind", order.kind().name())
                    .bindArray(
                            "kinds",
                            String.class,
                            Stream.of(Order.Kind.values()).map(Order.Kind::name).toList())
                    .bind("now", order.at())
                    .execute();
            return taken == 1;
        }));
    }

    @Override
    public void takeOver() {
        translated(() -> jdbi.withHandle(
                handle -> handle.createUpdate(TAKE_OVER).bind("me", instance).execute()));
    }

    @Override
    public List<Claim> claim(int most, Instant now, Duration span) {
        return translated(() -> jdbi.inTransaction(handle -> {
            var read = handle.createQuery(CLAIM)
                    .bind("me", instance)
                    .bind("millis", span.toMillis())
                    .bind("now", now)
                    .bind("most", most)
                    .map((row, context) -> RotationRows.claimed(row))
                    .list();
            var claims = new ArrayList<Claim>();
            for (var claimed : read) {
                switch (claimed) {
                    case Claimed.Legible(var claim) -> claims.add(claim);
                    case Claimed.Illegible unreadable -> leave(handle, unreadable, now);
                }
            }
            return claims;
        }));
    }

    private static void leave(Handle handle, Claimed.Illegible unreadable, Instant now) {
        handle.createUpdate(UNREADABLE)
                .bind("id", unreadable.id())
                .bind("problem", unreadable.problem())
                .bind("now", now)
                .bind("due", now.plus(UNTIL_READABLE))
                .execute();
        LOG.atError()
                .addKeyValue("rotation", unreadable.id())
                .addKeyValue("problem", unreadable.problem())
                .log("A rotation cannot be read; it is left to other versions of this service");
    }

    @Override
    public Confidential confidential(Claim claim) {
        var id = claim.rotation().id();
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery(
                                "select confidential from rotation where id = :id and confidential is not null")
                        .bind("id", id)
                        .mapTo(byte[].class)
                        .findOne()))
                .map(bytes -> RotationJson.confidential(sealing.open(Bytes.copyOf(bytes), id)))
                .orElse(Confidential.NOTHING);
    }

    @Override
    public boolean holds(Claim claim, Duration atLeast) {
        return translated(() -> jdbi.withHandle(handle -> handle.createQuery(HOLDS)
                .bind("id", claim.rotation().id())
                .bind("claim", claim.number())
                .bind("millis", atLeast.toMillis())
                .mapTo(Boolean.class)
                .one()));
    }

    @Override
    public boolean record(Claim claim, Outcome outcome, Instant now) {
        return translated(() -> jdbi.inTransaction(handle -> switch (outcome) {
            case Outcome.Wait wait -> wait(handle, claim, wait, now);
            case Outcome.Seen seen -> seen(handle, claim, seen, now);
            case Outcome.Next next -> next(handle, claim, next, now);
        }));
    }

    private static boolean wait(Handle handle, Claim claim, Outcome.Wait wait, Instant now) {
        return handle.createUpdate(WAIT)
                        .bind("id", claim.rotation().id())
                        .bind("claim", claim.number())
                        .bind("problem", wait.problem().orElse(null))
                        .bind("order", order(claim))
                        .bind("now", now)
                        .bind("due", now.plus(wait.pause()))
                        .execute()
                == 1;
    }

    private static boolean seen(Handle handle, Claim claim, Outcome.Seen seen, Instant now) {
        return wait(handle, claim, new Outcome.Wait(seen.pause(), seen.problem()), now)
                && handle.createUpdate("update rotation set body = :body::jsonb where id = :id")
                                .bind("id", claim.rotation().id())
                                .bind("body", RotationJson.write(seen.next()))
                                .execute()
                        == 1;
    }

    private boolean next(Handle handle, Claim claim, Outcome.Next next, Instant now) {
        var id = claim.rotation().id();
        var over = next.next().isOver();
        var kept = next.confidential().map(confidential -> sealed(id, confidential));
        var recorded = handle.createUpdate(NEXT)
                .bind("id", id)
                .bind("claim", claim.number())
                .bind("state", next.next().name())
                .bind("body", RotationJson.write(next.next()))
                .bind("over", over)
                .bind("settled", over || claim.rotation().isSettledBy(next.next()))
                .bind("keep", kept.isEmpty())
                .bind("confidential", kept.map(Bytes::toArray).orElse(null))
                .bind("order", order(claim))
                .bind("now", now)
                .bind("due", now.plus(next.pause()))
                .execute();
        if (recorded == 0) {
            return false;
        }
        if (over) {
            handle.createUpdate("delete from rotation_lock where rotation = :id")
                    .bind("id", id)
                    .execute();
        }
        tell(handle, id, next, now);
        return true;
    }

    private void tell(Handle handle, String id, Outcome.Next next, Instant now) {
        handle.createUpdate(TELL)
                .bind("id", id)
                .bind("now", now)
                .bind("state", next.next().name())
                .bind("lines", RotationJson.write(next.told()))
                .execute();
        next.events().forEach(event -> append(handle, event));
    }

    private void append(Handle handle, Event event) {
        Outbox.append(handle.getConnection(), CloudEvents.encode(event, eventSource), OptionalLong.empty());
    }

    private Bytes sealed(String id, Confidential confidential) {
        return sealing.seal(RotationJson.write(confidential), id);
    }

    private static @Nullable String order(Claim claim) {
        return claim.rotation().order().map(RotationJson::write).orElse(null);
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException | OutboxException e) {
            throw new RotationsUnavailableException(e);
        }
    }
}
