package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.tuf.Bytes;
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

/** A rotation that goes back to how it was. */
class WayBackTest {
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

    /** The same where the second workload is not healthy on the new key. */
    @Test
    void whoeverDiesOnTheWayBackIsFollowedToTheSameEnd() {
        scene.restarts.fail(RotationScene.WORKER, "it crashed");
        scene.begin(ID, false);
        scene.run(ID);
        var points = scene.crash.points();
        for (var point = 1; point <= points; point++) {
            // Given
            open();
            scene.restarts.fail(RotationScene.WORKER, "it crashed");
            scene.begin(ID, false);
            scene.crash.at(point);

            // When
            var ended = scene.run(ID);

            // Then
            var where = "a crash at point %d, %s".formatted(point, scene.crash.call(point));
            assertThat(ended.state()).as(where).isEqualTo(new State.RolledBack("Deployment shop/worker: it crashed"));
            assertThat(scene.contents()).as(where).isEqualTo(RotationScene.contentsOf("key-0"));
            assertThat(scene.keys()).as(where).isEqualTo(Map.of("key-0", Standing.ENABLED));
            assertThat(scene.restarts.restarted())
                    .as(where)
                    .containsExactly(ID + " web", ID + " worker", ID + "-undo web", ID + "-undo worker");
            assertThat(scene.isWiped()).as(where).isTrue();
        }
    }

    @Test
    void whatSomebodyElseWroteMeanwhileIsLeft() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("ROLLING"));
        scene.destinations.put(RotationScene.SECRET, "key.json", "somebody's own");

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state())
                .isEqualTo(new State.RolledBack("somebody else has changed Secret shop/google meanwhile"));
        assertThat(scene.contents())
                .containsEntry("google/key.json", Bytes.utf8("somebody's own"))
                .containsEntry("google-copy/key", Bytes.utf8("content of key-0"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
    }

    @Test
    void aSecretThatCannotBeWrittenAfterAllIsNoDamage() {
        // Given
        scene.destinations.refuseWrites("immutable");
        scene.begin(ID, false);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isInstanceOf(State.RolledBack.class);
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
        assertThat(scene.restarts.restarted()).isEmpty();
    }

    /** A pod that was made by itself while the new content stood there, of a workload whose turn had not come. */
    @Test
    void whatTookTheNewContentByItselfIsRestartedToo() {
        // Given
        scene.restarts.fail(RotationScene.WEB, "it crashed");
        scene.youngPods.add(RotationScene.WORKER);
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("DISCARDING"));
        var kept = scene.keys();
        scene.stepsOf(Duration.ofMinutes(2));
        var stillKept = scene.keys();

        // When
        scene.youngPods.clear();
        var ended = scene.run(ID);

        // Then
        assertThat(scene.restarts.restarted()).contains(ID + "-undo worker");
        assertThat(kept).containsEntry("key-1", Standing.ENABLED).isEqualTo(stillKept);
        assertThat(ended.state()).isEqualTo(new State.RolledBack("Deployment shop/web: it crashed"));
    }

    @Test
    void thereIsNoWayBackToAKeyThatSomebodyHasDisabled() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("ROLLING"));
        scene.issuer.put("key-0", Standing.DISABLED);

        // When
        scene.order(ID, Order.Kind.ABORT);
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isInstanceOf(State.Failed.class);
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-1"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.DISABLED, "key-1", Standing.ENABLED));
    }

    @Test
    void aWorkloadThatIsGoneNeedsNothingAnyMore() {
        // Given
        scene.restarts.fail(RotationScene.WEB, "it was deleted");
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("RESTORING"));
        scene.gone.add(RotationScene.WEB);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.RolledBack("Deployment shop/web: it was deleted"));
        assertThat(scene.restarts.restarted()).containsExactly(ID + " web");
    }

    /** Pods go on with the new key until they are restarted on the old one. */
    @Test
    void whatWasUsedWhileItWentBackIsNotInUse() {
        // Given
        scene.restarts.fail(RotationScene.WEB, "it crashed");
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("REVERTING"));
        scene.issuer.lastUseOfNew(scene.clock.instant().plusSeconds(30));

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.RolledBack("Deployment shop/web: it crashed"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
    }

    /** What its issuer shows is behind what it was told. */
    @Test
    void anOldKeyThatWasEnabledAMomentAgoIsNotTakenForDisabled() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("QUARANTINED"));
        scene.issuer.showEnabledAfter(Duration.ofSeconds(60));

        // When
        scene.order(ID, Order.Kind.ABORT);
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isInstanceOf(State.RolledBack.class);
        assertThat(scene.contents()).isEqualTo(RotationScene.contentsOf("key-0"));
    }

    @Test
    void theOldContentComesBackWhenTheOldKeyIsAcceptedAgain() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("QUARANTINED"));
        scene.issuer.answerProofsWith(new Proof.NotYet("invalid_grant"));
        scene.order(ID, Order.Kind.ABORT);
        scene.runUntil(ID, Set.of("RESTORING"));

        // When
        scene.stepsOf(Duration.ofSeconds(30));
        var waiting = scene.store.find(ID).orElseThrow();
        scene.issuer.answerProofsWith(new Proof.Proven(List.of("accepted")));
        var ended = scene.run(ID);

        // Then
        assertThat(waiting.state().name()).isEqualTo("RESTORING");
        assertThat(waiting.problem().orElseThrow().text()).contains("key-0 is not accepted yet: invalid_grant");
        assertThat(ended.state()).isInstanceOf(State.RolledBack.class);
    }
}
