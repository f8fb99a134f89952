package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.otalite.events.FindingRaised;
import io.otalite.events.ObjectName;
import io.otalite.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service that finds is itself killed, or loses sight of the cluster: what breaks meanwhile or afterwards is found, once. */
@Timeout(180)
class DrillReplicasIT {
    /** A few seconds where nothing else runs. */
    private static final Duration AFTER_RETURN = Duration.ofSeconds(30);

    /** How long nothing may be told, or told again. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY_MISSING = "key_missing";
    private static final Pattern LEADS = Pattern.compile("(?m)^ota_leader(\\{.*\\})? 1\\.0$");

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> settings.without(TestSystem.API)
            .without(TestSystem.BACKUP)
            .withEnvironment(TestSystem.ROTATION, "OTA_IMAGES_ENABLED", "false"));

    private final RotationPods pods = SYSTEM.rotationPods();
    private final Rotation rotation = SYSTEM.rotation();
    private final Shop shop = Shop.open(SYSTEM.cluster().client());

    @AfterEach
    void onePod() {
        pods.scale(1);
    }

    @Test
    void givenTwoReplicas_whenTheLeaderIsKilled_thenANewBreakIsToldOnce() {
        // Given
        pods.scale(2);
        var web = sound("killed");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leaders()).hasSize(1));
        assertThat(pods.ready())
                .hasSize(2)
                .allSatisfy(pod -> await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(of(pod).verdict(web)).isEqualTo("OK")));

        // When
        Signals.send("KILL", RotationPods.pid(leaders().getFirst()));
        shop.secret("killed", "passwd");

        // Then
        await().atMost(PATIENCE).until(() -> rotation.tells(web, KEY_MISSING));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(pods.ready())
                    .hasSize(2)
                    .allSatisfy(
                            pod -> assertThat(of(pod).judges(web, KEY_MISSING)).isTrue());
            assertThat(leaders()).hasSize(1);
        });
        await().during(SILENCE)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rotation.raised(web))
                        .extracting(FindingRaised::cause)
                        .containsExactly(KEY_MISSING));
    }

    /** The control: without a lease, each of the two believes that it leads. */
    @Test
    void givenTwoReplicasWithoutALease_thenBothLead() {
        // Given
        pods.scale(2);

        // When
        pods.set("OTA_LEASE_ENABLED", "false");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leaders()).hasSize(2));
        pods.set("OTA_LEASE_ENABLED", "true");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leaders()).hasSize(1));
    }

    @Test
    void whenTheApiServerIsKilledAndIsBack_thenWhoWatchedItFindsANewBreak() throws IOException {
        // Given
        pods.scale(0);
        try (var outside = OutsideReplica.start(SYSTEM.endpoints(), SYSTEM.kubeconfig())) {
            var watching = new Rotation(SYSTEM.rest(outside.base()), SYSTEM.topic(Topics.FINDINGS.name()));
            var web = sound("returned", watching);

            // When
            killApiServer();
            shop.secret("returned", "passwd");

            // Then
            await().atMost(AFTER_RETURN).until(() -> watching.judges(web, KEY_MISSING));
            await().atMost(AFTER_RETURN).until(() -> watching.tells(web, KEY_MISSING));
            assertThat(outside.process().isAlive()).isTrue();
        }
    }

    /** The control: the same, and who watched is frozen and does not see the API server return. */
    @Test
    void givenWhoWatchedIsFrozen_whenTheApiServerIsKilledAndIsBack_thenANewBreakIsNotFoundUntilItThaws()
            throws IOException {
        // Given
        pods.scale(0);
        try (var outside = OutsideReplica.start(SYSTEM.endpoints(), SYSTEM.kubeconfig())) {
            var watching = new Rotation(SYSTEM.rest(outside.base()), SYSTEM.topic(Topics.FINDINGS.name()));
            var web = sound("frozen", watching);
            Signals.send("STOP", outside.process().pid());

            // When
            killApiServer();
            shop.secret("frozen", "passwd");

            // Then
            await().during(SILENCE).atMost(PATIENCE).until(() -> !watching.tells(web, KEY_MISSING));
            Signals.send("CONT", outside.process().pid());
            await().atMost(PATIENCE).until(() -> watching.tells(web, KEY_MISSING));
        }
    }

    private static void killApiServer() {
        var server = SYSTEM.process(TestSystem.CLUSTER);
        var before = server.pid();
        assertThat(server.kill()).isTrue();
        await().atMost(PATIENCE).until(() -> server.isReady() && !server.pid().equals(before));
    }

    private ObjectName sound(String name) {
        return sound(name, rotation);
    }

    private ObjectName sound(String name, Rotation judge) {
        shop.secret(name, "password");
        var web = shop.needing(name, name, "password");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(judge.verdict(web)).isEqualTo("OK"));
        return web;
    }

    private List<Pod> leaders() {
        return pods.ready().stream().filter(DrillReplicasIT::leads).toList();
    }

    private static boolean leads(Pod pod) {
        var metrics = RestClient.withoutToken(uri(pod, 9082)).get("/q/metrics");
        return LEADS.matcher(metrics.text()).find();
    }

    private static Rotation of(Pod pod) {
        return new Rotation(SYSTEM.rest(uri(pod, 8082)), SYSTEM.topic(Topics.FINDINGS.name()));
    }

    private static URI uri(Pod pod, int port) {
        return URI.create("http://%s:%d".formatted(pod.getStatus().getPodIP(), port));
    }
}
