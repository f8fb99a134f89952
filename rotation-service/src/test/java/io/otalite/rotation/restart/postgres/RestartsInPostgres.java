package io.otalite.rotation.restart.postgres;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Claimed;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.Consumer.Mode;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.Planned;
import io.otalite.rotation.restart.Planned.Turn;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.postgres.PostgresClaims.Holder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What restarts keep in a database, and two instances that work at it. */
abstract class RestartsInPostgres {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final URI SOURCE = URI.create("urn:test");
    static final Duration LEASE = Duration.ofMinutes(1);
    static final int CONCURRENCY = 3;
    static RestartDatabase database;

    final MutableClock clock = new MutableClock(NOON);
    final PostgresInbox inbox = new PostgresInbox(database.dataSource(), SOURCE, clock);
    final PostgresRecords records = new PostgresRecords(database.dataSource(), clock);
    final PostgresClaims claims = claims("one", LEASE);
    final PostgresClaims others = claims("two", LEASE);

    @BeforeAll
    static void start() {
        database = new RestartDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    void verify(Claimed task) {
        claims.begin(task);
        claims.watch(task, true, "stamped");
        claims.end(task, new Verified(List.of("healthy")));
    }

    List<State> states(String rotation) {
        return inbox.tasks(rotation).stream().map(RestartTask::state).toList();
    }

    static void endLease() {
        database.jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "update restart_task set claimed_until = now() - interval '1 s', due_at = now() - interval '1 s'"));
    }

    PostgresClaims claims(String name, Duration lease) {
        return claims(name, lease, CONCURRENCY);
    }

    PostgresClaims claims(String name, Duration lease, int concurrency) {
        return new PostgresClaims(database.dataSource(), SOURCE, new Holder(name, lease, concurrency), clock);
    }

    static Change change(String rotation, String secret) {
        return change(rotation, secret, NOON);
    }

    static Change change(String rotation, String secret, Instant at) {
        return change(rotation, secret, Optional.empty(), at);
    }

    static Change change(String rotation, String secret, String account) {
        return change(rotation, secret, Optional.of(account), NOON);
    }

    private static Change change(String rotation, String secret, Optional<String> account, Instant at) {
        return new Change(
                rotation,
                secret(secret),
                new TreeSet<>(List.of("key.json")),
                Optional.of("old"),
                Optional.of("new"),
                account,
                at);
    }

    static ObjectRef secret(String name) {
        return ref(Kinds.SECRET, name);
    }

    /** In the order in which they are named: each wants one pod more than the one before. */
    static List<Planned> planned(String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(place -> new Planned(
                        new Consumer(ref(Kinds.DEPLOYMENT, names[place]), Mode.RESTART, Optional.empty()),
                        Turn.ORDINARY,
                        place + 1))
                .toList();
    }

    static ObjectRef ref(String kind, String name) {
        var parts = Arrays.asList(name.split("/", -1));
        return new ObjectRef(kind, parts.getFirst(), parts.getLast());
    }
}
