package io.otalite.rotation.rotations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.otalite.rest.Caller;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.BeginRotation.Result;
import io.otalite.rotation.rotations.BeginRotation.Target;
import io.otalite.rotation.rotations.BeginRotation.Wish;
import io.otalite.rotation.rotations.Outcome;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.ScheduleScene;
import io.otalite.rotation.rotations.State;
import io.otalite.rotation.rotations.http.RotationView.HistoryView;
import io.otalite.rotation.rotations.http.RotationsResource.OrderRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationsResourceTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;

    private static final ContainerRequestContext CONTEXT = (ContainerRequestContext) Proxy.newProxyInstance(
            RotationsResourceTest.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (_, _, _) -> new Caller("somebody"));

    private ScheduleScene scene;
    private RotationsResource resource;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        database = ScheduleScene.database(postgres);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void open() {
        scene = new ScheduleScene(database, folder);
        var world = scene.world.world();
        var judge = new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14));
        var judgements = new Judgements(world, judge, scene.clock);
        resource = new RotationsResource(
                scene.begin,
                scene.store,
                () -> {},
                new JudgementLoop(judgements, () -> false, Duration.ofHours(1), scene.clock),
                scene.clock);
    }

    /** One that has looked so often. */
    private String rotation(int looks) {
        scene.token("", "", "2026-11-20T12:00:00Z");
        var secret = new ObjectRef(Kinds.SECRET, "shop", "token");
        var wish = new Wish(new Target.InSecret(secret, Optional.empty()), false, Optional.empty(), "somebody");
        var id = ((Result.Begun) scene.begin.begin(wish)).rotation().id();
        for (var look = 1; look <= looks; look++) {
            var claim = scene.store
                    .claim(1, scene.clock.instant(), Duration.ofMinutes(2))
                    .getFirst();
            scene.store.record(claim, Outcome.to(new State.Planned(), "look " + look), scene.clock.instant());
        }
        return id;
    }

    @Test
    void theLatestOfALongHistoryIsShownAndIsSaidNotToBeAll() {
        // Given
        var id = rotation(RotationStore.LATEST + 2);

        // When
        var shown = resource.one(id);

        // Then
        assertThat(shown.historyOmitted()).contains(2L);
        assertThat(shown.history()).hasSize(RotationStore.LATEST);
        assertThat(shown.history().getFirst().text()).isEqualTo("look 3");
    }

    @Test
    void aHistoryIsListedInPages() {
        // Given
        var id = rotation(3);
        var first = resource.history(id, "2", null);

        // When
        var second = resource.history(id, "2", first.nextPageToken());

        // Then
        assertThat(first.items()).extracting(HistoryView::text).containsExactly("look 1", "look 2");
        assertThat(second.items()).extracting(HistoryView::text).containsExactly("look 3");
        assertThat(second.nextPageToken()).isEmpty();
        assertThat(resource.one(id).historyOmitted()).isEmpty();
    }

    @Test
    void anOrderThatWouldNotBeCarriedOutIsAConflict() {
        // Given
        var id = rotation(0);

        // When / Then
        assertThatThrownBy(() -> resource.retire(id, new OrderRequest("nobody uses it"), CONTEXT))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(409);
                    assertThat(refused.problem().code()).isEqualTo("order_refused");
                });
        assertThat(resource.one(id).order()).isEmpty();
    }

    @Test
    void whatNobodyHasEverSeenHasNoHistory() {
        assertThatThrownBy(() -> resource.history("none", null, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        unknown -> assertThat(unknown.problem().status()).isEqualTo(404));
    }
}
