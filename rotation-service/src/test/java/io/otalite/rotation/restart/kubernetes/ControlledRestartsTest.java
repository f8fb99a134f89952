package io.otalite.rotation.restart.kubernetes;

import static io.otalite.rotation.restart.kubernetes.RestartScene.SOON;
import static io.otalite.rotation.restart.kubernetes.RestartScene.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.otalite.events.RestartFailed;
import io.otalite.events.RestartVerified;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.Rollout;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Restarts in a cluster whose containers are played, from the change to the verdict. */
class ControlledRestartsTest {
    private static RestartScene scene;

    private String shop;

    @BeforeAll
    static void start(@TempDir Path home) {
        scene = new RestartScene(home);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
    }

    /** A namespace for each test. */
    @BeforeEach
    void begin(TestInfo test) {
        shop = "shop-" + Integer.toHexString(test.getDisplayName().hashCode());
        scene.database.empty();
        scene.use = new Usage.Unknown("nobody was asked");
        scene.namespace(shop);
        scene.begin("one");
    }

    @AfterEach
    void end() {
        scene.end();
    }

    @Test
    void oneAfterTheOtherIsRestartedAndFoundHealthy() {
        // Given
        var big = scene.deployment(shop, "big", "", 2, "");
        var small = scene.deployment(shop, "small", "", 1, "");
        var before = scene.pods(big);
        scene.write(shop, "new");
        scene.requests.set(0);

        // When
        scene.restarts().request(change("in-order", shop));
        var tasks = scene.over("in-order");

        // Then
        assertThat(tasks).extracting(RestartTask::workload).containsExactly(small, big);
        assertThat(tasks).extracting(RestartTask::state).containsOnly(State.VERIFIED);
        assertThat(scene.begun(big))
                .as("the second begins when the first is verified")
                .isAfterOrEqualTo(tasks.getFirst().updated());
        assertThat(scene.pods(big)).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(tasks.getLast().evidence())
                .anySatisfy(line -> assertThat(line).startsWith("its template was given the rotation's id"))
                .anySatisfy(line -> assertThat(line).startsWith("the same 2 pods were ready"))
                .contains("use of the new key unknown: nobody was asked");
        assertThat(scene.requests).as("a read and a write for each").hasValue(4);
        assertThat(scene.database.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).isInstanceOf(RestartVerified.class));
    }

    @Test
    void afterTheFirstFailsTheSecondIsNotTouched() {
        // Given
        scene.deployment(shop, "canary", "", 1, "emulator.ota-lite.io/require-env: KEY");
        var other = scene.deployment(shop, "other", "", 2, "emulator.ota-lite.io/require-env: KEY");
        scene.write(shop, "");

        // When
        scene.restarts().request(change("bad-key", shop));
        var tasks = scene.over("bad-key");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.FAILED, State.CANCELLED);
        assertThat(tasks.getFirst().reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("it is not ready after 2 s: pod canary-")
                        .contains("container main: CrashLoopBackOff, exit code 1"));
        assertThat(scene.deployment(other).getMetadata().getGeneration()).isEqualTo(1);
        assertThat(scene.database.events()).singleElement().isInstanceOf(RestartFailed.class);
    }

    @Test
    void whatFailedIsHealthyAgainWithWhatIsPutBack() {
        // Given
        var canary = scene.deployment(shop, "canary", "", 1, "emulator.ota-lite.io/require-env: KEY");
        scene.write(shop, "");
        scene.restarts().request(change("bad", shop));
        scene.over("bad");
        scene.write(shop, "old");

        // When
        scene.restarts().request(change("bad-undo", shop), Set.of(canary));
        var tasks = scene.over("bad-undo");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.VERIFIED);
    }

    @Test
    void whoIsReadyAndCrashesThenHasFailed() {
        // Given
        scene.deployment(shop, "web", "", 1, "emulator.ota-lite.io/crash-after: 400ms");
        scene.write(shop, "new");

        // When
        scene.restarts().request(change("crash", shop));
        var tasks = scene.over("crash");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.FAILED);
        assertThat(tasks.getFirst().reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("it was healthy for less than", "exit code 1"));
    }

    @Test
    void aReplayRestartsNothing() {
        // Given
        var web = scene.deployment(shop, "web", "", 1, "");
        scene.write(shop, "new");
        scene.restarts().request(change("again", shop));
        scene.over("again");
        var generation = scene.deployment(web).getMetadata().getGeneration();
        scene.database.empty();

        // When
        scene.restarts().request(change("again", shop));
        var tasks = scene.over("again");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.VERIFIED);
        assertThat(tasks.getFirst().evidence())
                .contains("its template has the rotation's id already; it was not restarted again");
        assertThat(scene.deployment(web).getMetadata().getGeneration()).isEqualTo(generation);
    }

    @Test
    void whoReloadsIsWatchedUntilItsKeyIsUsed() {
        // Given
        var web = scene.deployment(shop, "web", "rotation.ota-lite.io/reload: hot", 1, "");
        scene.write(shop, "new");
        scene.use = new Usage.Silent(scene.now());

        // When
        scene.restarts().request(change("hot", shop));
        await().atMost(SOON)
                .until(() -> scene.database
                        .jdbi()
                        .withHandle(handle -> handle.createQuery("select idle from restart_task")
                                .mapTo(Boolean.class)
                                .one()));
        var silent = scene.inbox.tasks("hot");
        scene.use = new Usage.Used(scene.now());
        scene.end();
        scene.endClaims();
        scene.begin("two");
        var tasks = scene.over("hot");

        // Then
        assertThat(silent).extracting(RestartTask::state).containsExactly(State.WATCHING);
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.VERIFIED);
        assertThat(tasks.getFirst().evidence())
                .anySatisfy(line -> assertThat(line).startsWith("the new key new was used"));
        assertThat(scene.deployment(web).getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void whatWasBegunByAnInstanceThatIsGoneIsDoneByAnother() {
        // Given
        var web = scene.deployment(shop, "web", "", 1, "");
        scene.write(shop, "new");
        scene.end();
        scene.restarts().request(change("killed", shop));
        var killed = scene.claims("killed");
        killed.begin(killed.claim(1).getFirst());
        scene.endClaims();

        // When
        scene.begin("successor");
        var tasks = scene.over("killed");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.VERIFIED);
        assertThat(scene.deployment(web).getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void whoseStampIsSomebodyElsesIsNotRestarted() {
        // Given
        var web = scene.deployment(shop, "web", "", 1, "");
        var owned = new DeploymentBuilder(scene.deployment(web))
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(Rollout.ROTATION, "from-git")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .editMetadata()
                .withManagedFields()
                .withResourceVersion(null)
                .endMetadata()
                .withStatus(null)
                .build();
        scene.cluster()
                .admin()
                .resource(owned)
                .fieldManager("gitops")
                .forceConflicts()
                .serverSideApply();
        scene.write(shop, "new");

        // When
        scene.restarts().request(change("owned", shop));
        var tasks = scene.over("owned");

        // Then
        assertThat(tasks).extracting(RestartTask::state).containsExactly(State.FAILED);
        assertThat(tasks.getFirst().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("somebody else's", "gitops"));
    }
}
