package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.otalite.local.cluster.Workloads;
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
    private static final int UNAVAILABLE = 503;

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> settings.without(TestSystem.API)
            .without(TestSystem.BACKUP)
            .without(TestSystem.GOOGLE)
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_LOOK", "PT0.3S")
            .withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_INTERVAL", "PT0.3S"));

    private final RotationPods pods = SYSTEM.rotationPods();
    private final Rotations rotations = SYSTEM.rotations();

    private static DatabaseLogin login() {
        return DatabaseLogin.inUse(SYSTEM.cluster().client());
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getUid()).toList();
    }

    /** The one that works is gone between two steps, and then it is restarted by what it has begun itself. */
    @Test
    @Order(1)
    void whenItIsKilledWhileItRotatesItsOwnLogin_thenItsSuccessorEndsTheRotation() {
        // Given
        var old = login();
        var before = pods.ready();
        var id = rotations.begin(Rotations.ofSecret(Workloads.ROTATION_NAMESPACE, DatabaseLogin.SECRET));
        rotations.await(id, Set.of("CANARY"));

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

    /** The control: to be restarted and ready proves nothing of the login. It judges, and rotates nothing until it is let in. */
    @Test
    @Order(2)
    void givenAWrongPasswordByHand_whenItIsRestarted_thenItIsReadyAndRotatesNothing() {
        // Given
        var good = login();
        new DatabaseLogin(good.user(), "mistyped").put(SYSTEM.cluster().client());

        // When
        pods.set("RESTARTED", "by hand");

        // Then
        assertThat(pods.ready()).hasSize(1);
        assertThat(SYSTEM.rest(SYSTEM.endpoints().rotation())
                        .get("/v1/judgements")
                        .ok())
                .isTrue();
        assertThat(rotations
                        .ask(Rotations.ofSecret(Workloads.ROTATION_NAMESPACE, DatabaseLogin.SECRET))
                        .status())
                .isEqualTo(UNAVAILABLE);
        good.put(SYSTEM.cluster().client());
        await().atMost(PATIENCE)
                .until(() -> SYSTEM.rest(SYSTEM.endpoints().rotation())
                        .get("/v1/rotations")
                        .ok());
    }
}
