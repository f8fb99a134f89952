package io.otalite.rotation.rotations;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.Crash.Crashed;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.postgres.PostgresRotationStore;
import io.otalite.rotation.rotations.tink.TinkSealing;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** One rotation of a key that stands in two Secrets and is used by two workloads, over a real database. Time passes as fast as it can. */
public final class RotationScene {
    static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "google");
    static final ObjectRef COPY = new ObjectRef(Kinds.SECRET, "shop", "google-copy");
    static final ObjectRef WEB = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");
    static final ObjectRef WORKER = new ObjectRef(Kinds.DEPLOYMENT, "shop", "worker");
    static final Pace PACE = new Pace(
            2,
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(40),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10));

    /** More steps than any rotation takes that gets anywhere. */
    private static final int MOST_STEPS = 2_000;

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-25T12:00:00Z"));
    final Crash crash = new Crash();
    final ScriptedIssuer issuer = new ScriptedIssuer(crash, clock);
    final ScriptedDestinations destinations = new ScriptedDestinations(crash);
    final ScriptedRestarts restarts = new ScriptedRestarts(crash, clock, Set.of(WEB, WORKER));
    final Map<ObjectRef, String> troubles = new HashMap<>();
    final Set<ObjectRef> youngPods = new HashSet<>();
    final Set<ObjectRef> gone = new HashSet<>();
    final RotationStore store;
    private final Jdbi jdbi;
    private final Steps steps;
    private final List<String> reasons = new ArrayList<>();
    private Optional<RuntimeException> defect = Optional.empty();

    RotationScene(DataSource database) {
        jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> handle.execute("truncate rotation, rotation_lock, rotation_history, outbox"));
        store = new PostgresRotationStore(database, sealing(), URI.create("urn:test"), "one");
        issuer.heldWhere(id -> !destinations.holders(id).isEmpty());
        destinations.put(SECRET, "key.json", "content of key-0");
        destinations.put(SECRET, "other", "untouched");
        destinations.put(COPY, "key", "content of key-0");
        steps = new Steps(
                new Steps.Surroundings(
                        (_, _) -> new Preflight.Examined(preflight(), List.of(), observed()),
                        destinations,
                        restarts,
                        workloads(),
                        (_, id, _) -> destinations.holders(id)),
                PACE,
                clock);
    }

    /** A database with the tables of this service. To be closed. */
    public static AgroalDataSource database(EmbeddedPostgres postgres) throws SQLException {
        var pool = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections -> connections
                        .maxSize(4)
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(postgres.getJdbcUrl("postgres", "postgres"))
                                        .principal(new NamePrincipal("postgres"))));
        var database = AgroalDataSource.from(pool);
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }

    /** Under a key of the test's own. */
    public static Sealing sealing() {
        try {
            var file = Files.createTempFile("sealing", ".key");
            file.toFile().deleteOnExit();
            Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
            return new TinkSealing(Optional.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Workloads workloads() {
        return new Workloads() {
            @Override
            public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
                return RotationScene.consumers().stream()
                        .filter(consumer -> !gone.contains(consumer.workload()))
                        .toList();
            }

            @Override
            public Optional<String> unsettled(ObjectRef workload) {
                return Optional.ofNullable(troubles.get(workload));
            }

            @Override
            public Optional<String> damage(ObjectRef workload) {
                return Optional.ofNullable(troubles.get(workload));
            }

            @Override
            public boolean exists(ObjectRef workload) {
                return !gone.contains(workload);
            }

            @Override
            public boolean hasPodsOf(ObjectRef workload, State.Span span) {
                return youngPods.contains(workload);
            }
        };
    }

    private static List<Consumer> consumers() {
        return List.of(
                new Consumer(WEB, Consumer.Mode.RESTART, Optional.empty()),
                new Consumer(WORKER, Consumer.Mode.RESTART, Optional.empty()));
    }

    /** Preflight finds something. */
    void speakAgainstIt(String reason) {
        reasons.add(reason);
    }

    /** Preflight fails in a way that nobody foresaw, or does not any more. */
    void failUnforeseen(Optional<RuntimeException> unforeseen) {
        defect = unforeseen;
    }

    private List<String> preflight() {
        defect.ifPresent(unforeseen -> {
            throw unforeseen;
        });
        return reasons;
    }

    private static Map<String, Map<String, String>> observed() {
        var digest = Bytes.utf8("content of key-0").sha256().hex();
        return Map.of(SECRET.id(), Map.of("key.json", digest), COPY.id(), Map.of("key", digest));
    }

    static Plan plan(Instant now) {
        return plan(now, false);
    }

    static Plan plan(Instant now, boolean compromised) {
        return new Plan(
                new Subject(ScriptedIssuer.KIND, "backup@example", Optional.of("key-0"), SECRET, Map.of()),
                List.of(destination(SECRET, "uid-1", "key.json"), destination(COPY, "uid-2", "key")),
                consumers(),
                compromised,
                Optional.empty(),
                "somebody",
                now);
    }

    private static Destination destination(ObjectRef secret, String uid, String entry) {
        return new Destination(secret, uid, Map.of(entry, Issued.WHOLE));
    }

    Optional<String> begin(String id, boolean compromised) {
        return store.begin(
                new Rotation(
                        id,
                        plan(clock.instant(), compromised),
                        new State.Planned(),
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty()),
                Set.of("account backup@example", "secret shop/google"));
    }

    /** Takes steps until nothing is left to do; whoever dies of a crash is followed by another instance, after a while. */
    Rotation run(String id) {
        return runUntil(id, Set.of());
    }

    /** Takes steps until the rotation is over, or in one of these states. */
    Rotation runUntil(String id, Set<String> states) {
        for (var step = 0; step < MOST_STEPS; step++) {
            var rotation = store.find(id).orElseThrow();
            if (rotation.state().isOver() || states.contains(rotation.state().name())) {
                return rotation;
            }
            step();
        }
        var stuck = store.find(id).orElseThrow();
        throw new AssertionError("It gets nowhere: %s, %s".formatted(stuck.state(), stuck.problem()));
    }

    /** One step of everything that is due, and then the time until the next. */
    void step() {
        var runner = new RunRotations(store, Map.of(ScriptedIssuer.KIND, issuer), steps, () -> {}, clock);
        try {
            var due = runner.claim(10);
            due.forEach(Runnable::run);
            if (due.isEmpty()) {
                clock.pass(Duration.ofSeconds(5));
            }
        } catch (Crashed crashed) {
            expireClaims();
        }
    }

    void stepsOf(Duration span) {
        var end = clock.instant().plus(span);
        while (clock.instant().isBefore(end)) {
            step();
        }
    }

    /** A person asks for something, a second later. */
    void order(String id, Order.Kind kind) {
        clock.pass(Duration.ofSeconds(1));
        store.order(id, new Order(kind, "so it is", "somebody", clock.instant()));
    }

    /** As if the instance that has them had died a while ago. */
    void expireClaims() {
        jdbi.useHandle(handle -> handle.execute("update rotation set claimed_until = '-infinity'"));
    }

    /** What every entry holds now. */
    Map<String, Bytes> contents() {
        var found = new TreeMap<String, Bytes>();
        found.put("google/key.json", destinations.get(SECRET, "key.json"));
        found.put("google/other", destinations.get(SECRET, "other"));
        found.put("google-copy/key", destinations.get(COPY, "key"));
        return found;
    }

    static Map<String, Bytes> contentsOf(String key) {
        return new TreeMap<>(Map.of(
                "google/key.json", Bytes.utf8("content of " + key),
                "google/other", Bytes.utf8("untouched"),
                "google-copy/key", Bytes.utf8("content of " + key)));
    }

    Map<String, Standing> keys() {
        return issuer.standings();
    }

    /** Whether anything confidential is left, or a lock. */
    boolean isWiped() {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select (select count(*) from rotation where confidential is not null) + (select count(*) from rotation_lock)")
                        .mapTo(Integer.class)
                        .one())
                == 0;
    }

    /** All that whoever may read the database can read of rotations. */
    String clear() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select string_agg(rotation::text, ' ') from (select plan, body, problem, order_body from rotation) rotation""").mapTo(String.class).one());
    }

    /** The types of the events on their way, in order. */
    List<String> events() {
        return jdbi.withHandle(handle -> handle.createQuery("select type from outbox order by id")
                .mapTo(String.class)
                .list());
    }
}
