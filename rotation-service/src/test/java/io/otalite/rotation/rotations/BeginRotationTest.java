package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.Consumers;
import io.otalite.rotation.rotations.BeginRotation.Result;
import io.otalite.rotation.rotations.BeginRotation.Target;
import io.otalite.rotation.rotations.BeginRotation.Wish;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key of a service account in two Secrets, which two Deployments use: what is planned, and what speaks against it. */
class BeginRotationTest {
    private static final String EMAIL = "backup@acme.iam.gserviceaccount.com";
    private static final String KEY_FILE = "{\"private_key_id\": \"key-0\", \"client_email\": \"%s\"}".formatted(EMAIL);
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "gcs-key");
    private static final ObjectRef COPY = new ObjectRef(Kinds.SECRET, "shop", "gcs-key-copy");
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final ObjectRef WORKER = new ObjectRef(Kinds.DEPLOYMENT, "shop", "worker");
    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final TestWorld world = new TestWorld(clock);
    private final Map<ObjectRef, String> unsettled = new HashMap<>();
    private RotationScene scene;
    private ScriptedIssuer issuer;
    private Judgements judgements;
    private boolean kafka = true;
    private Optional<String> unsealed = Optional.empty();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        database = RotationScene.database(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void open() {
        scene = new RotationScene(database);
        issuer = new ScriptedIssuer(Subjects.GOOGLE_KEY, new Crash(), clock);
        judgements = new Judgements(
                world.world(),
                new Judge(world.world(), (_, _) -> new ImageState.Pullable(), Duration.ofDays(14)),
                clock);
        world.world().addListener(judgements);
        Survey.USERS.forEach(kind -> world.world().see(Scope.everywhere(kind)));
        world.with(
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: shop}
                """,
                secret(SECRET.name(), "key.json"),
                secret(COPY.name(), "credentials"),
                deployment(API.name(), SECRET.name(), "key.json"),
                deployment(WORKER.name(), COPY.name(), "credentials"));
    }

    private static String secret(String name, String entry) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: shop, uid: uid-%s}
                stringData:
                  other: text
                  %s: '%s'
                """.formatted(name, name, entry, KEY_FILE);
    }

    private static String deployment(String name, String secret, String entry) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s, namespace: shop}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: main, image: 'app:1', env: [{name: KEY, valueFrom: {secretKeyRef: {name: %s, key: %s}}}]}
                """.formatted(name, secret, entry);
    }

    private Survey survey() {
        return new Survey(world.world(), new Subjects(world.world()), workloads());
    }

    private Workloads workloads() {
        return new Workloads() {
            @Override
            public List<Consumer> consumers(ObjectRef secret, Set<String> entries) {
                return Consumers.of(world.world(), secret, entries);
            }

            @Override
            public Optional<String> unsettled(ObjectRef workload) {
                return Optional.ofNullable(unsettled.get(workload));
            }

            @Override
            public Optional<String> damage(ObjectRef workload) {
                return Optional.empty();
            }

            @Override
            public boolean exists(ObjectRef workload) {
                return true;
            }

            @Override
            public boolean hasPodsOf(ObjectRef workload, State.Span span) {
                return false;
            }
        };
    }

    private Preflight preflight() {
        judgements.judgeMarked();
        var sealing = new Sealing() {
            @Override
            public Bytes seal(Bytes content, String context) {
                return content;
            }

            @Override
            public Bytes open(Bytes sealed, String context) {
                return sealed;
            }

            @Override
            public Optional<String> refusal() {
                return unsealed;
            }
        };
        return new Preflight(survey(), judgements, scene.destinations, sealing, () -> kafka);
    }

    private BeginRotation begin() {
        var parts = new BeginRotation.Parts(survey(), Map.of(issuer.kind(), issuer), preflight(), scene.store);
        return new BeginRotation(parts, new RotationEvents(clock), clock);
    }

    private static Wish wish(Target target) {
        return new Wish(target, false, Optional.empty(), "somebody");
    }

    private static Wish wish() {
        return wish(new Target.InSecret(SECRET, Optional.empty()));
    }

    private List<String> reasons() {
        return switch (begin().rehearse(wish())) {
            case Result.Dry(var _, var reasons) -> reasons;
            case Result other -> throw new AssertionError(other);
        };
    }

    @Test
    void thePlanNamesEveryPlaceAndEveryConsumer() {
        // When
        var result = begin().rehearse(wish(new Target.OfAccount(EMAIL)));

        // Then
        assertThat(result).isInstanceOfSatisfying(Result.Dry.class, dry -> {
            assertThat(dry.reasons()).isEmpty();
            assertThat(dry.plan().subject().currentId()).contains("key-0");
            assertThat(dry.plan().destinations())
                    .containsExactlyInAnyOrder(
                            new Destination(SECRET, "uid-gcs-key", Map.of("key.json", Issued.WHOLE)),
                            new Destination(COPY, "uid-gcs-key-copy", Map.of("credentials", Issued.WHOLE)));
            assertThat(dry.plan().consumers()).extracting(Consumer::workload).containsExactly(API, WORKER);
        });
        assertThat(scene.store.list(Optional.empty(), false, 10)).isEmpty();
    }

    @Test
    void whatBeginsIsRecordedAndHasTheAccountToItself() {
        // Given
        var first = begin().begin(wish());

        // When
        var second = begin().begin(wish(new Target.InSecret(COPY, Optional.of("credentials"))));

        // Then
        assertThat(first).isInstanceOfSatisfying(Result.Begun.class, begun -> {
            assertThat(scene.store.find(begun.rotation().id())).contains(begun.rotation());
            assertThat(second).isEqualTo(new Result.Busy(begun.rotation().id()));
        });
    }

    @Test
    void aRefusalIsRecordedAndTold() {
        // Given
        issuer.refuse("8 of 10 keys");

        // When
        var result = begin().begin(wish());

        // Then
        assertThat(result).isInstanceOfSatisfying(Result.Refused.class, refused -> {
            assertThat(refused.reasons()).containsExactly("8 of 10 keys");
            assertThat(scene.store.find(refused.rotation().id()).orElseThrow().state())
                    .isEqualTo(new State.Refused(List.of("8 of 10 keys")));
            assertThat(scene.store.history(refused.rotation().id())).hasSize(1);
        });
        assertThat(scene.events()).containsExactly("io.otalite.RotationRefused.v1");
        assertThat(begin().rehearse(wish())).isInstanceOf(Result.Dry.class);
    }

    /** A Secret that the workload needs was renamed by hand: the next start would fail, and so would the one of this rotation. */
    @Test
    void aConsumerThatWouldNotStartIsAReason() {
        // Given
        world.with(deployment(API.name(), "renamed", "key"), deployment("other", SECRET.name(), "key.json"));
        world.with("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: other, namespace: shop}
                spec:
                  template:
                    spec:
                      containers:
                        - name: main
                          image: app:1
                          env:
                            - {name: KEY, valueFrom: {secretKeyRef: {name: gcs-key, key: key.json}}}
                            - {name: GONE, valueFrom: {secretKeyRef: {name: gone, key: key}}}
                """);

        // When
        var reasons = reasons();

        // Then
        assertThat(reasons).singleElement().asString().contains("Deployment shop/other would not start again", "gone");
    }

    @Test
    void aConsumerThatWouldNotStartIsAcceptedByForceAndItIsRecorded() {
        // Given
        world.remove(new ObjectRef(Kinds.SERVICE_ACCOUNT, "shop", "default"));
        var forced =
                new Wish(new Target.InSecret(SECRET, Optional.empty()), false, Optional.of("it is known"), "somebody");

        // When
        var result = begin().begin(forced);

        // Then
        assertThat(reasons()).isNotEmpty();
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Begun.class,
                        begun -> assertThat(scene.store
                                        .find(begun.rotation().id())
                                        .orElseThrow()
                                        .plan()
                                        .force())
                                .contains("it is known"));
    }

    @Test
    void aConsumerOfAnotherKindIsRefusedByName() {
        // Given
        world.with("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: ledger, namespace: shop}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: main, image: 'app:1', envFrom: [{secretRef: {name: gcs-key}}]}
                """);

        // When
        var reasons = reasons();

        // Then
        assertThat(reasons).anyMatch(reason -> reason.contains("StatefulSet shop/ledger"));
    }

    @Test
    void everythingThatSpeaksAgainstItIsToldAtOnce() {
        // Given
        kafka = false;
        unsealed = Optional.of("no key is configured");
        unsettled.put(API, "a rollout is under way");
        issuer.refuse("8 of 10 keys");
        world.world().lose(Scope.everywhere(Kinds.DEPLOYMENT), "no permission");
        world.with("""
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: gcs, namespace: shop}
                spec: {target: {name: gcs-key}}
                """);

        // When
        var reasons = reasons();

        // Then
        assertThat(reasons)
                .anyMatch(reason -> reason.contains("Kafka"))
                .anyMatch(reason -> reason.contains("no key is configured"))
                .anyMatch(reason -> reason.equals("Deployment shop/api: a rollout is under way"))
                .anyMatch(reason -> reason.equals("8 of 10 keys"))
                .anyMatch(reason -> reason.contains("no permission"))
                .anyMatch(reason -> reason.contains("ExternalSecret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Secret",
                "ConfigMap",
                "Deployment",
                "ReplicaSet",
                "StatefulSet",
                "DaemonSet",
                "ReplicationController",
                "Job",
                "CronJob",
                "Pod"
            })
    void whatCannotBeSeenCouldBeMissed(String kind) {
        // Given
        var plan = plan();
        world.world().lose(Scope.everywhere(kind), "no permission");

        // When
        var reasons = preflight().examine(plan, issuer).reasons();

        // Then
        assertThat(reasons).anyMatch(reason -> reason.startsWith(kind) && reason.contains("no permission"));
    }

    /** As while the service starts, or where the kind is excluded. */
    @Test
    void whatIsNotWatchedCouldBeMissed() {
        // When
        var spots = new Survey(new World(clock), new Subjects(new World(clock)), workloads()).blindSpots(List.of());

        // Then
        assertThat(spots)
                .hasSize(CredentialHolders.KINDS.size() + Survey.USERS.size())
                .allMatch(spot -> spot.contains("not watched"));
    }

    /** Between the wish and the first step. */
    @Test
    void whatHasComeSinceItWasPlannedIsAReason() {
        // Given
        var plan = plan();
        world.with(secret("another-copy", "key.json"), deployment("another", COPY.name(), "credentials"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: careless, namespace: shop}
                data: {key.json: '%s'}
                """.formatted(
                        KEY_FILE));

        // When
        var reasons = preflight().examine(plan, issuer).reasons();

        // Then
        assertThat(reasons)
                .containsExactlyInAnyOrder(
                        "Secret shop/another-copy holds the credential otherwise than it was planned",
                        "Deployment shop/another uses the credential otherwise than it was planned",
                        "ConfigMap shop/careless holds the credential too, and only Secrets are written to");
    }

    /** Whoever knows what a key is called could keep it from being revoked, or be given the next one. */
    @Test
    void whatOnlyNamesTheKeyCountsForNothing() {
        // Given
        var thief = new ObjectRef(Kinds.SECRET, "shop", "a-thief");
        var careless = new ObjectRef(Kinds.CONFIG_MAP, "shop", "careless");
        world.with(secret(thief.name(), "key.json"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: careless, namespace: shop}
                data: {key.json: '%s'}
                """.formatted(KEY_FILE));
        issuer.onlyNamedBy(thief);
        issuer.onlyNamedBy(careless);

        // When
        var plan = plan();
        var found = preflight().examine(plan, issuer);

        // Then
        assertThat(plan.destinations()).extracting(Destination::secret).containsExactly(SECRET, COPY);
        assertThat(found.reasons()).isEmpty();
        assertThat(found.remarks())
                .anyMatch(remark -> remark.startsWith(thief + " names it"))
                .hasSize(2);
        assertThat(begin().rehearse(wish(new Target.OfAccount(EMAIL))))
                .isInstanceOfSatisfying(
                        Result.Dry.class,
                        dry -> assertThat(dry.plan().subject().secret()).isEqualTo(SECRET));
        assertThat(begin().rehearse(wish(new Target.InSecret(thief, Optional.of("key.json")))))
                .isInstanceOfSatisfying(
                        Result.Dry.class,
                        dry -> assertThat(dry.reasons())
                                .containsExactly(thief + " names the credential and does not have it"));
    }

    /** A thief has the key itself. */
    @Test
    void aCopyKeepsNobodyFromRevokingByForce() {
        // Given
        world.with("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: thief, namespace: shop}
                data: {key.json: '%s'}
                """.formatted(KEY_FILE));
        var target = new Target.InSecret(SECRET, Optional.empty());

        // When
        var refused = begin().begin(new Wish(target, true, Optional.empty(), "somebody"));
        var begun = begin().begin(new Wish(target, true, Optional.of("it is the thief's"), "somebody"));

        // Then
        assertThat(refused).isInstanceOf(Result.Refused.class);
        assertThat(begun).isInstanceOf(Result.Begun.class);
    }

    @Test
    void whatHasGoneSinceItWasPlannedIsAReason() {
        // Given
        var plan = plan();
        world.remove(COPY);
        world.remove(API);

        // When
        var reasons = preflight().examine(plan, issuer).reasons();

        // Then
        assertThat(reasons)
                .contains(
                        "Secret shop/gcs-key-copy no longer holds the credential, as it was planned",
                        "Deployment shop/api no longer uses the credential, as it was planned");
    }

    private Plan plan() {
        return switch (begin().rehearse(wish())) {
            case Result.Dry(var plan, var _) -> plan;
            case Result other -> throw new AssertionError(other);
        };
    }

    @Test
    void whatIsNotObservedCannotBeRotated() {
        // When
        var secret =
                begin().begin(wish(new Target.InSecret(new ObjectRef(Kinds.SECRET, "shop", "none"), Optional.empty())));
        var entry = begin().begin(wish(new Target.InSecret(SECRET, Optional.of("other"))));
        var account = begin().begin(wish(new Target.OfAccount("nobody@acme")));

        // Then
        assertThat(List.of(secret, entry, account)).allMatch(Result.Unknown.class::isInstance);
    }
}
