package io.otalite.rotation.rotations;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.rotations.BeginRotation.Parts;
import io.otalite.rotation.rotations.postgres.PostgresRotationStore;
import io.otalite.rotation.rotations.postgres.PostgresRotationSummaries;
import io.otalite.rotation.rotations.tink.TinkSealing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Schedules of one Secret, over a real database: rotations begin as they do in the service, and end as a test says. */
public final class ScheduleScene {
    private static final String EMAIL = "backup@project.iam.gserviceaccount.com";

    public final MutableClock clock = new MutableClock(Instant.parse("2026-11-25T12:00:00Z"));
    public final TestWorld world = new TestWorld(clock);
    final ScriptedIssuer issuer = new ScriptedIssuer(new Crash(), clock);
    final AtomicBoolean leads = new AtomicBoolean(true);
    public final RotationStore store;
    public final RotationSummaries summaries;
    public final Credentials credentials;
    public final Schedules schedules;
    public final BeginRotation begin;
    private String every = "";
    private String window = "";

    public ScheduleScene(DataSource database, Path folder) {
        Jdbi.create(database)
                .useHandle(handle -> handle.execute("truncate rotation, rotation_lock, rotation_history, outbox"));
        var sealing = new TinkSealing(Optional.of(keyFile(folder)));
        var subjects = new Subjects(world.world());
        store = new PostgresRotationStore(database, sealing, URI.create("urn:test"), "one");
        summaries = new PostgresRotationSummaries(database);
        credentials = new Credentials(world.world(), subjects);
        var judgements = new Judgements(
                world.world(), new Judge(world.world(), ImageView.UNCHECKED, Duration.ofDays(14)), clock);
        Survey.USERS.forEach(kind -> world.world().see(Scope.everywhere(kind)));
        var survey = new Survey(world.world(), subjects, nobody());
        var preflight = new Preflight(survey, judgements, new ScriptedDestinations(new Crash()), sealing, () -> true);
        begin = new BeginRotation(
                new Parts(survey, Map.of(Subjects.RANDOM_TOKEN, issuer, Subjects.GOOGLE_KEY, issuer), preflight, store),
                new RotationEvents(clock),
                clock);
        schedules = new Schedules(
                credentials,
                summaries,
                begin::begin,
                leads::get,
                new Schedules.Limits(Duration.ofHours(1), Duration.ofDays(3), clock));
    }

    /** A database with the tables of this service. To be closed. */
    public static AgroalDataSource database(EmbeddedPostgres postgres) throws SQLException {
        return RotationScene.database(postgres);
    }

    private static Path keyFile(Path folder) {
        try {
            return Files.writeString(
                    folder.resolve("sealing.key"), Base64.getEncoder().encodeToString(new byte[32]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Workloads nobody() {
        return new Workloads() {
            @Override
            public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
                return List.of();
            }

            @Override
            public Optional<String> unsettled(ObjectRef workload) {
                return Optional.empty();
            }

            @Override
            public Optional<String> damage(ObjectRef workload) {
                return Optional.empty();
            }

            @Override
            public boolean exists(ObjectRef workload) {
                return false;
            }

            @Override
            public boolean hasPodsOf(ObjectRef workload, State.Span span) {
                return false;
            }
        };
    }

    /** A token that was written then. */
    public void token(String period, String opening, String written) {
        every = period;
        window = opening;
        put("token", "the first one, 32 bytes long or more", written);
    }

    /** The token is replaced now. */
    void content(String token) {
        put("token", token, clock.instant().toString());
    }

    /** The key file of a Google service account. */
    public void key(String period, String opening) {
        every = period;
        window = opening;
        put("key.json", keyFile("key-0"), "2020-01-01T00:00:00Z");
    }

    /** A Secret of somebody else holds a key of that account, too. */
    void copy(String id) {
        var secret = TestWorld.object("""
                {apiVersion: v1, kind: Secret, metadata: {namespace: other, name: copy, uid: uid-2}}""");
        secret.withObject("/stringData").put("key", keyFile(id));
        world.put(secret);
    }

    /** The key file is replaced now. */
    void keyFileOf(String id) {
        put("key.json", keyFile(id), clock.instant().toString());
    }

    private static String keyFile(String id) {
        return "{\"private_key_id\":\"%s\",\"client_email\":\"%s\"}".formatted(id, EMAIL);
    }

    /** Begins a rotation of the credential that stands there. */
    BeginRotation.Result begin(ObjectRef secret) {
        return begin.begin(new BeginRotation.Wish(
                new BeginRotation.Target.InSecret(secret, Optional.empty()), false, Optional.empty(), "somebody"));
    }

    /** What Google says of that key. */
    public void keyAtGoogle(String created, String expires) {
        world.world()
                .put(new GoogleKey(
                        new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "key-0"),
                        new Meta("key-0", "", Optional.of(Instant.parse(created)), false, List.of(), Map.of()),
                        "project",
                        false,
                        Optional.of(Instant.parse(expires)),
                        "GOOGLE_PROVIDED"));
    }

    private void put(String entry, String content, String written) {
        var secret = TestWorld.object("""
                {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: token, uid: uid-1,
                 annotations: {rotation.ota-lite.io/credential: random-token},
                 managedFields: [{time: "%s", fieldsV1: {"f:data": {}}}]}}""".formatted(written));
        var annotations = secret.withObject("/metadata/annotations");
        annotations.put("rotation.ota-lite.io/rotate-every", every);
        annotations.put("rotation.ota-lite.io/rotate-window", window);
        secret.withObject("/data")
                .put(entry, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        world.put(secret);
    }

    Scheduled only() {
        var all = schedules.all();
        if (all.size() != 1) {
            throw new AssertionError("Not one schedule: " + all);
        }
        return all.getFirst();
    }

    /** What the loop of schedules does once. */
    public void round() {
        schedules.claim(1).forEach(Runnable::run);
    }

    void waitUntil(Instant time) {
        clock.pass(Duration.between(clock.instant(), time));
    }

    /** The rotation under way ends. */
    public void end(State.Over state) {
        step(Outcome.to(state, "ended"));
    }

    /** What comes of the next step of the rotation under way. */
    public void step(Outcome outcome) {
        var claim = store.claim(1, clock.instant(), Duration.ofMinutes(2)).getFirst();
        if (!store.record(claim, outcome, clock.instant())) {
            throw new AssertionError("The claim is lost");
        }
    }

    /** Another rotation is under way that has something to itself. */
    void occupy(String id, String lock) {
        store.begin(
                new Rotation(
                        id,
                        RotationScene.plan(clock.instant()),
                        new State.Planned(),
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty()),
                Set.of(lock));
    }
}
