package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workloads that are deleted while a rotation restarts them. */
class DistributeTest {
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
    void whoIsDeletedMeanwhileTurnsNothingBack() {
        // Given
        scene.begin(ID, false);
        scene.restarts.delete(RotationScene.WEB);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
        assertThat(lines()).contains("All 1 workloads are healthy on the new credential");
    }

    @Test
    void whenAllAreDeletedNothingUsesIt() {
        // Given
        scene.begin(ID, false);
        scene.restarts.delete(RotationScene.WEB, RotationScene.WORKER);
        scene.gone.add(RotationScene.WEB);

        // When
        var ended = scene.run(ID);

        // Then
        assertThat(ended.state()).isEqualTo(new State.Done("key-1"));
        assertThat(lines()).contains("All that used it is gone");
    }

    private List<String> lines() {
        return scene.store.history(ID).stream()
                .flatMap(told -> told.lines().stream())
                .toList();
    }
}
