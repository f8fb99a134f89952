package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.Rotation.Order;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
    private static final String ID = "rotation-1";
    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;

    private RotationScene scene;

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
    }

    @Test
    void theNewKeyIsEverywhereAndTheOldOneIsGone() {
        // Given
        scene.begin(ID, false);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-1"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-1", Standing.ENABLED));
        assertThat(scene.restarts.restarted()).containsExactly(ID + " web", ID + " worker");
        assertThat(scene.isWiped()).isTrue();
        assertThat(scene.events())
                .containsExactly(
                        "io.otalite.KeyRotated.v1", "io.otalite.KeyRotated.v1", "io.otalite.RotationCompleted.v1");
        assertThat(scene.store.history(ID))
                .extracting(RotationStore.Told::state)
                .containsExactly(
                        "MINTING",
                        "MINTED",
                        "MINTED",
                        "PROVEN",
                        "STAGING",
                        "STAGED",
                        "CANARY",
                        "ROLLING",
                        "SETTLED",
                        "DRAINING",
                        "DISABLING",
                        "QUARANTINED",
                        "DELETING",
                        "DONE");
    }

    /** Before and after each call to the outside, in every state of a rotation that succeeds. */
    @Test
    void whoeverDiesAnywhereIsFollowedToTheSameEnd() {
        open();
        scene.begin(ID, false);
        scene.run(ID);
        var points = scene.crash.points();
        for (var point = 1; point <= points; point++) {
            // Given
            open();
            scene.begin(ID, false);
            scene.crash.at(point);

            // When
            var ended = scene.run(ID);

            // Then
            var where = "a crash at point %d, %s".formatted(point, scene.crash.call(point));
            assertThat(ended.state()).as(where).isEqualTo(new State.Done("key-1"));
            assertThat(scene.contents()).as(where).isEqualTo(RotationScene.contentsOf("key-1"));
            assertThat(scene.keys()).as(where).isEqualTo(Map.of("key-1", Standing.ENABLED));
            assertThat(scene.restarts.restarted()).as(where).containsExactly(ID + " web", ID + " worker");
            assertThat(scene.isWiped()).as(where).isTrue();
        }
    }

    @Test
    void aRefusalTouchesNothing() {
        // Given
        scene.speakAgainstIt("shop/web would not start again");
        scene.begin(ID, false);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Refused(List.of("shop/web would not start again")));
        assertThat(scene.crash.points()).isZero();
        assertThat(scene.events()).containsExactly("io.otalite.RotationRefused.v1");
    }

    @Test
    void aKeyThatNeverBecomesValidIsGivenUpAndNothingIsWritten() {
        // Given
        scene.issuer.answerProofsWith(new Proof.NotYet("invalid_grant"));
        scene.begin(ID, false);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isInstanceOf(State.Aborted.class);
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-0"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
        assertThat(scene.restarts.restarted()).isEmpty();
    }

    @Test
    void whatKeepsRestartsFromGoingOnIsAProblem() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("ROLLING"));
        scene.restarts.hold("it is paused");

        // When
        scene.stepsOf(Duration.ofMinutes(1));
        var held = scene.store.find(ID).orElseThrow();
        scene.restarts.hold("");
        var ended = scene.run(ID);

        // Then
        assertThat(held.state()).isInstanceOf(State.Rolling.class);
        assertThat(held.problem().orElseThrow().text())
                .isEqualTo("the restart of Deployment shop/worker waits: it is paused");
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
    }

    @Test
    void anOldKeyThatIsStillInUseStays() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DRAINING"));
        scene.issuer.answerUseOfOldWith(new Usage.Used(scene.clock.instant().plusSeconds(60)));

        // When
        scene.stepsOf(Duration.ofMinutes(5));

        // Then
        assertThat(scene.store.find(ID).orElseThrow().state()).isInstanceOf(State.Draining.class);
        assertThat(scene.keys()).containsEntry("key-0", Standing.ENABLED);
        assertThat(scene.store.find(ID).orElseThrow().problem().orElseThrow().text())
                .contains("the old credential was used");
        assertThat(scene.store.history(ID)).hasSize(10);
    }

    @Test
    void unknownIsNotUnusedUnlessAPersonTakesItUponHerself() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DRAINING"));
        scene.issuer.answerUseOfOldWith(new Usage.Unknown("no permission to read the metric"));
        scene.stepsOf(Duration.ofMinutes(5));
        var stuck = scene.store.find(ID).orElseThrow();

        // When
        scene.order(ID, Order.Kind.RETIRE);
        var ended = scene.run(ID);

        // Then
        assertThat(stuck.state()).isInstanceOf(State.Draining.class);
        assertThat(stuck.problem().orElseThrow().text()).contains("no permission to read the metric");
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
    }

    @Test
    void silenceProvesNothingWhileNobodySpeaks() {
        // Given
        scene.issuer.answerUseOfNewWith(new Usage.Silent(scene.clock.instant()));
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DRAINING"));

        // When
        scene.stepsOf(Duration.ofMinutes(5));

        // Then
        assertThat(scene.store.find(ID).orElseThrow().state()).isInstanceOf(State.Draining.class);
        assertThat(scene.store.find(ID).orElseThrow().problem()).isPresent();
    }

    @Test
    void whatBreaksWhileTheOldKeyIsDisabledGetsItBack() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("QUARANTINED"));
        var disabled = scene.keys();

        // When
        scene.troubles.put(RotationScene.WEB, "1 of 2 pods are ready");
        var back = scene.runUntil(ID, Set.of("DRAINING"));

        // Then
        assertThat(disabled).containsEntry("key-0", Standing.DISABLED);
        assertThat(back.state()).isInstanceOf(State.Draining.class);
        assertThat(scene.keys()).containsEntry("key-0", Standing.ENABLED).containsEntry("key-1", Standing.ENABLED);
    }

    @ParameterizedTest
    @CsvSource({
        "MINTED, ABORTED",
        "PROVEN, ABORTED",
        "STAGING, ROLLED_BACK",
        "STAGED, ROLLED_BACK",
        "CANARY, ROLLED_BACK",
        "ROLLING, ROLLED_BACK",
        "SETTLED, ROLLED_BACK",
        "DRAINING, ROLLED_BACK",
        "DISABLING, ROLLED_BACK",
        "QUARANTINED, ROLLED_BACK"
    })
    void anAbortUndoesEverythingBeforeTheDeletion(String state, String end) {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of(state));

        // When
        scene.order(ID, Order.Kind.ABORT);
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state().name()).isEqualTo(end);
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-0"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
        assertThat(scene.isWiped()).isTrue();
    }

    @Test
    void aCompromisedKeyIsDisabledBeforeAnythingElse() {
        // Given
        scene.begin(ID, true);
        scene.runUntil(ID, Set.of("MINTING"));
        var first = scene.keys();

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(first).isEqualTo(Map.of("key-0", Standing.DISABLED));
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-1", Standing.ENABLED));
    }

    @Test
    void aCompromisedKeyThatSomebodyHasDeletedIsRevoked() {
        // Given
        scene.issuer.put("key-0", Standing.GONE);
        scene.begin(ID, true);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
    }

    /** Another instance may have taken it up meanwhile, and have gone back. */
    @Test
    void whoseClaimEndsWhileItAsksDisablesNothing() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DISABLING"));
        scene.issuer.whileItIsAskedHowKeysStand(scene::expireClaims);

        // When
        scene.step();

        // Then
        assertThat(scene.keys()).containsEntry("key-0", Standing.ENABLED);
        assertThat(scene.store.find(ID).orElseThrow().state()).isInstanceOf(State.Disabling.class);
    }

    @Test
    void aCompromisedKeyIsNeverPutBack() {
        // Given
        scene.restarts.fail(RotationScene.WEB, "it crashed");
        scene.begin(ID, true);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Failed("Deployment shop/web: it crashed"));
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-1"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.DISABLED, "key-1", Standing.ENABLED));
        assertThat(scene.events()).contains("io.otalite.RotationFailed.v1");
    }

    @ParameterizedTest
    @CsvSource({"false, true, names it", "true, true, names it", "true, false, still stands"})
    void aCopyThatChangesNothingIsTold(boolean compromised, boolean onlyNamed, String told) {
        // Given
        var copy = new ObjectRef(Kinds.SECRET, "other", "copy");
        scene.begin(ID, compromised);
        scene.runUntil(ID, Set.of("ROLLING"));
        scene.destinations.put(copy, "key", "content of key-0");
        if (onlyNamed) {
            scene.issuer.onlyNamedBy(copy);
        }
        scene.issuer.answerUseOfOldWith(new Usage.Silent(scene.clock.instant().plus(Duration.ofDays(1))));

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
        assertThat(scene.store.history(ID).getLast().lines())
                .anyMatch(line -> line.contains(copy.toString()) && line.contains(told));
    }

    /** It was given about an earlier silence; something broke since. */
    @Test
    void anOrderToRetireCountsOnce() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DRAINING"));
        scene.issuer.answerUseOfOldWith(new Usage.Unknown("nobody can tell"));
        scene.order(ID, Order.Kind.RETIRE);
        scene.runUntil(ID, Set.of("QUARANTINED"));
        scene.troubles.put(RotationScene.WEB, "0 of 1 pods are available");
        scene.runUntil(ID, Set.of("DRAINING"));
        scene.troubles.clear();

        // When
        scene.stepsOf(Duration.ofMinutes(5));

        // Then
        assertThat(scene.store.find(ID).orElseThrow().state()).isInstanceOf(State.Draining.class);
        assertThat(scene.keys()).containsEntry("key-0", Standing.ENABLED);
    }

    @Test
    void whatIsBackInAMomentIsNoDamage() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("QUARANTINED"));
        scene.troubles.put(RotationScene.WEB, "1 of 2 pods are available");
        scene.stepsOf(Duration.ofSeconds(20));
        scene.troubles.clear();

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
    }

    @ParameterizedTest
    @CsvSource({"DISABLING, ENABLED", "DELETING, DISABLED"})
    void theOldKeyIsKeptWhileTheNewOneDoesNotWorkAnyMore(String state, Standing old) {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of(state));
        scene.issuer.answerProofsWith(new Proof.NotYet("invalid_grant"));

        // When
        scene.stepsOf(Duration.ofMinutes(5));

        // Then
        assertThat(scene.keys()).containsEntry("key-0", old);
        assertThat(scene.store.find(ID).orElseThrow().problem().orElseThrow().text())
                .contains("invalid_grant");
    }

    @Test
    void whatIsAbandonedStaysAsItIsAndIsFree() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("ROLLING"));

        // When
        scene.order(ID, Order.Kind.ABANDON);
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isInstanceOf(State.Failed.class);
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-1"));
        assertThat(scene.keys()).hasSize(2);
        assertThat(scene.begin("rotation-2", false)).isEmpty();
    }
}
