package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.otalite.local.cluster.Workloads;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** rotation-service rotates the login of its own database, and with it restarts who does that. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillItselfIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectNode OWN_LOGIN = Rotations.ofSecret(Workloads.ROTATION_NAMESPACE, DatabaseLogin.SECRET);

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> settings.without(TestSystem.API)
            .without(TestSystem.BACKUP)
            .without(TestSystem.GOOGLE)
            .withEnvironment(TestSystem.ROTATION, "OTA_RESTARTS_WINDOW", "PT2S")
            .withEnvironment(TestSystem.ROTATION, "OTA_RESTARTS_CANARY_WINDOW", "PT2S")
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_LOOK", "PT0.3S")
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_DRAIN", "PT2S")
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_QUARANTINE", "PT2S")
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_INTERVAL", "PT0.3S"));

    private final RotationPods pods = SYSTEM.rotationPods();
    private final Rotations rotations = SYSTEM.rotations();

    private static DatabaseLogin login() {
        return DatabaseLogin.inUse(SYSTEM.cluster().client());
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream().map(DrillItselfIT::uid).toList();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    /** It is killed while its successor starts, and has told nobody how far it was. */
    @Test
    @Order(1)
    void whenItIsKilledWhileItRotatesItsOwnLogin_thenItsSuccessorEndsTheRotation() {
        // Given
        var old = login();
        var before = pods.ready();
        var id = rotations.begin(OWN_LOGIN);
        rotations.await(id, Set.of("CANARY"));
        await().atMost(PATIENCE).until(() -> !uids(before).contains(uid(pods.newest())));

        // When
        Signals.send("KILL", RotationPods.pid(before.getFirst()));

        // Then
        var ended = rotations.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("DONE");
        assertThat(Rotations.states(ended))
                .containsSubsequence("STAGED", "CANARY", "SETTLED", "DRAINING", "QUARANTINED", "DELETING", "DONE");
        assertThat(uids(pods.ready())).hasSize(1).doesNotContainAnyElementsOf(uids(before));
        assertThat(login().user()).isNotEqualTo(old.user());
        assertThat(login().isLetIn(SYSTEM.endpoints())).isTrue();
        assertThat(old.isLetIn(SYSTEM.endpoints())).isFalse();
    }

    /** The control: with a login that is not let in, no pod takes the place of one that was; and nothing is rotated. */
    @Test
    @Order(2)
    void givenAWrongPasswordByHand_whenItIsRestarted_thenNoNewPodBecomesReadyUntilThePasswordIsRight() {
        // Given
        var good = login();
        var before = pods.ready();
        new DatabaseLogin(good.user(), "mistyped").put(SYSTEM.cluster().client());

        // When
        pods.restart();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(health(pods.newest()))
                        .contains("\"name\":\"judgement\",\"status\":\"UP\"")
                        .contains("\"name\":\"databaselogin\",\"status\":\"DOWN\""));
        assertThat(uids(pods.ready())).isEqualTo(uids(before));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                rotations.rehearse(OWN_LOGIN).path("refusals").toString())
                        .contains("does not let %s in".formatted(good)));
        good.put(SYSTEM.cluster().client());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(uids(pods.ready())).hasSize(1).doesNotContainAnyElementsOf(uids(before)));
    }

    /** What a pod says of itself, without blanks; nothing while it does not answer. */
    private static String health(Pod pod) {
        try {
            var management =
                    URI.create("http://%s:9082".formatted(pod.getStatus().getPodIP()));
            return RestClient.withoutToken(management)
                    .get("/q/health/ready")
                    .text()
                    .replaceAll("\\s", "");
        } catch (UncheckedIOException notYet) {
            return "";
        }
    }
}
