package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.credentials.Standing;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MakeAndProveTest {
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

    /** Somebody puts another credential there while the new one is proven: it is not this rotation's to replace. */
    @Test
    void whatIsNotWhatWasPlannedIsNotReplaced() {
        // Given
        scene.begin(ID, false);
        scene.runUntil(ID, Set.of("PROVEN"));
        scene.destinations.put(RotationScene.COPY, "key", "somebody's own");

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state())
                .isEqualTo(new State.Aborted(
                        "Secret shop/google-copy is not as it was planned: somebody else has changed key"));
        assertThat(scene.contents())
                .containsEntry("google/key.json", Bytes.utf8("content of key-0"))
                .containsEntry("google-copy/key", Bytes.utf8("somebody's own"));
        assertThat(scene.keys()).isEqualTo(Map.of("key-0", Standing.ENABLED));
    }

    /** Of a password that can be guessed the digest tells what it is. */
    @Test
    void noDigestOfWhatIsReplacedIsKeptInClear() {
        // Given
        scene.begin(ID, false);

        // When
        scene.runUntil(ID, Set.of("PROVEN"));

        // Then
        assertThat(scene.clear())
                .contains("backup@example")
                .doesNotContain(Bytes.utf8("content of key-0").sha256().hex());
    }

    @Test
    void whatNobodyForesawIsSeenAndIsTakenAgain() {
        // Given
        scene.begin(ID, false);
        scene.failUnforeseen(Optional.of(new IllegalStateException("private")));

        // When
        scene.step();

        // Then
        assertThat(scene.store.find(ID).orElseThrow().problem().orElseThrow().text())
                .contains("PLANNED", "IllegalStateException")
                .doesNotContain("private");
        scene.failUnforeseen(Optional.empty());
        assertThat(scene.run(ID).state()).isEqualTo(new State.Done("key-1"));
    }
}
