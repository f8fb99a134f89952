package io.otalite.rotation.findings;

import static io.otalite.rotation.findings.Samples.NOON;
import static io.otalite.rotation.findings.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.events.FindingCleared;
import io.otalite.events.FindingRaised;
import io.otalite.rotation.findings.TellFindings.Pace;
import io.otalite.rotation.findings.TellFindings.Surroundings;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TellFindingsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectRef DATABASE = Samples.DATABASE;
    private static final Duration SOON = Duration.ofSeconds(10);

    private Instant now = NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final InMemoryFindingStore store = new InMemoryFindingStore();
    private World world = new World(clock);
    private Judgements judgements = judgements();
    private TellFindings tell = tell();
    private boolean leads = true;
    private boolean judgedOnce = true;

    @BeforeEach
    void aCluster() {
        begin();
    }

    @Test
    void aFindingIsRaisedAndClearedOnce() {
        // Given
        deploy("web");
        round();
        var raised = raised();

        // When
        now = NOON.plusSeconds(30);
        world.put(secret());
        round();
        var cleared = now;
        round();

        // Then
        assertThat(raised)
                .singleElement()
                .satisfies(event -> assertThat(event.since()).isEqualTo(NOON));
        assertThat(store.events()).hasSize(2);
        assertThat(store.events().getLast()).isInstanceOfSatisfying(FindingCleared.class, event -> {
            assertThat(event.id()).isEqualTo(raised.getFirst().id());
            assertThat(event.clearedAt()).isEqualTo(cleared);
        });
    }

    /** As kubectl replace --force does it. */
    @Test
    void whatIsReplacedAtOnceIsNotTold() {
        // Given
        world.put(secret());
        deploy("web");
        round();

        // When
        world.remove(DATABASE);
        judgements.judgeMarked();
        tell.keepEqual();
        now = now.plusMillis(500);
        world.put(secret());
        round();

        // Then
        assertThat(store.events()).isEmpty();

        // When it stays away
        world.remove(DATABASE);
        judgements.judgeMarked();
        tell.keepEqual();
        now = now.plusMillis(1500);
        tell.keepEqual();

        // Then
        assertThat(raised()).hasSize(1);
    }

    /** After a start nothing is known of images and accounts until they have been asked for. */
    @Test
    void whatIsAskedElsewhereIsNotMendedBeforeItWasAsked() {
        // Given
        var image = new ObjectRef("Image", "", "web:1");
        var before = NOON.minusSeconds(60);
        store.record(List.of(new Finding(WEB, reason(Cause.IMAGE_ABSENT, image), before, 0, before)), List.of(), NOON);
        store.record(List.of(new Finding(WEB, reason(Cause.IMAGE_DENIED, image), NOON, 0, NOON)), List.of(), NOON);
        world.put(secret());
        deploy("web");

        // When
        round();

        // Then what was found in this life is mended
        assertThat(store.open()).extracting(OpenFinding::cause).containsExactly(Cause.IMAGE_ABSENT.word());

        // When
        now = NOON.plusSeconds(120);
        tell.keepEqual();

        // Then
        assertThat(store.open()).isEmpty();
    }

    /** The replica to whom it happened may have taken it back, or may be gone. */
    @Test
    void thatTheGuardCouldNotTellStaysForTenMinutes() {
        // Given
        tell.report(DATABASE, List.of(reason(Cause.GUARD_FAILED_OPEN, DATABASE)));
        tell.keepEqual();
        assertThat(raised()).hasSize(1);

        // When another takes over
        begin();
        round();

        // Then
        assertThat(store.open()).hasSize(1);

        // When
        now = NOON.plus(Duration.ofMinutes(10));
        tell.keepEqual();

        // Then
        assertThat(store.open()).isEmpty();
    }

    @Test
    void whoDoesNotLeadWritesNothing() {
        // Given
        leads = false;
        deploy("web");

        // When
        round();

        // Then
        assertThat(store.events()).isEmpty();

        // When it leads
        leads = true;
        tell.keepEqual();

        // Then
        assertThat(raised()).hasSize(1);
    }

    @Test
    void aSuccessorGoesOnWithWhatIsOpenAndSinceWhen() {
        // Given
        deploy("web");
        round();
        now = NOON.plusSeconds(3600);

        // When
        begin();
        judgedOnce = false;
        deploy("web");
        round();
        round();
        judgedOnce = true;
        round();

        // Then
        assertThat(store.events()).hasSize(1);
        assertThat(judgements.of(WEB).orElseThrow().reasons().getFirst().since())
                .contains(NOON);
    }

    @Test
    void nothingIsClearedBecauseNothingWasJudgedYet() {
        // Given
        deploy("web");
        round();

        // When
        begin();
        world.lose(Scope.everywhere("Deployment"), "not listed yet");
        judgedOnce = false;
        round();

        // Then
        assertThat(store.open()).hasSize(1);

        // When what can be seen is judged, and workloads cannot be seen
        judgedOnce = true;
        round();

        // Then
        assertThat(store.open()).hasSize(1);
        assertThat(store.events()).hasSize(1);
    }

    @Test
    void whatIsThereAndNotJudgedYetIsNotMended() {
        // Given
        deploy("web");
        round();

        // When
        begin();
        deploy("web");
        tell.keepEqual();

        // Then
        assertThat(store.open()).hasSize(1);
    }

    @Test
    void aLostViewMendsNothingAndIsToldOfNoWorkload() {
        // Given
        deploy("web");
        round();

        // When
        world.lose(Scope.everywhere("Secret"), "no permission to list secrets");
        judgements.markAll();
        round();

        // Then
        assertThat(store.open()).extracting(OpenFinding::cause).containsExactly("object_missing");

        // When
        world.see(Scope.everywhere("Secret"));
        judgements.markAll();
        round();

        // Then
        assertThat(store.open()).extracting(OpenFinding::cause).containsExactly("object_missing");
    }

    @Test
    void whatIsNotReferredToAnyMoreIsMendedWhetherItIsSeenOrNot() {
        // Given
        deploy("web");
        round();
        world.lose(Scope.everywhere("Secret"), "no permission to list secrets");
        judgements.markAll();
        round();
        assertThat(store.open()).hasSize(1);

        // When
        world.put(ObjectReader.read(
                object("{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: shop, name: web, uid: u-web},"
                        + " spec: {template: {spec: {serviceAccountName: none, containers: []}}}}")));
        round();

        // Then
        assertThat(store.open()).extracting(OpenFinding::target).doesNotContain(DATABASE);
    }

    @Test
    void aWorkloadThatIsGoneHasNoFindings() {
        // Given
        deploy("web");
        round();

        // When
        world.remove(WEB);
        round();

        // Then
        assertThat(store.open()).isEmpty();
    }

    @Test
    void withoutItsDatabaseNothingIsLost() {
        // Given
        store.away(true);
        deploy("web");
        judgements.judgeMarked();
        assertThatThrownBy(tell::keepEqual).isInstanceOf(FindingsUnavailableException.class);
        deploy("worker");
        judgements.judgeMarked();
        assertThatThrownBy(tell::keepEqual).isInstanceOf(FindingsUnavailableException.class);

        // When
        store.away(false);
        now = now.plusSeconds(2);
        tell.keepEqual();

        // Then
        assertThat(raised()).extracting(event -> event.workload().name()).containsExactlyInAnyOrder("web", "worker");
        assertThat(raised().getFirst().alsoAffected()).isEqualTo(1);
        assertThat(tell.openByCause()).containsEntry("object_missing", 2L);
    }

    @Test
    void oneThatTheStoreRefusesDoesNotKeepBackTheRest() {
        // Given
        store.refuse("web");
        deploy("another");
        deploy("web");
        deploy("worker");

        // When
        round();
        round();

        // Then
        assertThat(raised())
                .extracting(event -> event.workload().name())
                .containsExactlyInAnyOrder("another", "worker");
    }

    @Test
    void theThreadTriesAgainByItself() {
        // Given
        store.away(true);
        deploy("web");
        judgements.judgeMarked();
        now = now.plusSeconds(2);
        tell.start();

        // When
        store.away(false);

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(raised()).hasSize(1));
        tell.close();
    }

    @Test
    void whatOthersReportIsToldUntilTheyTakeItBack() {
        // Given
        world.put(secret());
        var reason = reason(Cause.NOT_VISIBLE, DATABASE);

        // When
        tell.report(DATABASE, List.of(reason));
        round();
        tell.report(DATABASE, List.of());
        round();

        // Then
        assertThat(store.events()).hasExactlyElementsOfTypes(FindingRaised.class, FindingCleared.class);
    }

    private static Reason reason(Cause cause, ObjectRef target) {
        return new Reason(
                Verdict.AT_RISK,
                cause,
                Optional.empty(),
                "",
                target,
                Optional.empty(),
                "reported",
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    /** Another life of the service, with the same database. */
    private void begin() {
        world = new World(clock);
        judgements = judgements();
        tell = tell();
        for (var kind : List.of("Deployment", "Secret", "ConfigMap", "ServiceAccount")) {
            world.see(Scope.everywhere(kind));
        }
        world.put(ObjectReader.read(object(
                "{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: shop, name: default, uid: u-sa}}")));
    }

    private Judgements judgements() {
        var made = new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14)), clock);
        world.addListener(made);
        return made;
    }

    private TellFindings tell() {
        return new TellFindings(
                world,
                judgements,
                store,
                FindingAudience.NONE,
                new Surroundings(
                        clock,
                        () -> leads,
                        () -> judgedOnce,
                        () -> {},
                        () -> {},
                        new Pace(Duration.ofMinutes(5), Duration.ofSeconds(1))));
    }

    /** Everything is judged, and holds for a while. */
    private void round() {
        judgements.judgeMarked();
        now = now.plusSeconds(2);
        tell.keepEqual();
    }

    private void deploy(String name) {
        world.put(ObjectReader.read(
                object(("{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: shop, name: %s, uid: u-%s},"
                                + " spec: {template: {spec: {containers: [], volumes: [{name: v, secret: {secretName: database}}]}}}}")
                        .formatted(name, name))));
    }

    private static Observed secret() {
        return ObjectReader.read(object(
                "{apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: database, uid: u-s}, data: {}}"));
    }

    private List<FindingRaised> raised() {
        return store.events().stream()
                .filter(FindingRaised.class::isInstance)
                .map(FindingRaised.class::cast)
                .toList();
    }

    private static JsonNode object(String json) {
        try {
            return JSON.readTree(json.replaceAll("([A-Za-z0-9_./-]+)", "\"$1\""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
