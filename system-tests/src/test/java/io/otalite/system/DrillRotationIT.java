package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.otalite.local.cluster.Workloads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The key of the archive is rotated, as often as a year has quarters, and each time something else goes wrong. After each there is one
 * key more or less than before only where it should be, and nobody has noticed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillRotationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CRASHED = "CrashLoopBackOff";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(
            settings -> settings.withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_PROVEN_WITHIN", "8s"));

    private final Rotations rotations = SYSTEM.rotations();
    private final GoogleAdmin google = SYSTEM.google();
    private final Shop shop = Shop.open(SYSTEM.cluster().client());

    private static String secretName() {
        return SYSTEM.cluster().client().secrets().inNamespace(Workloads.NAMESPACE).list().getItems().stream()
                .filter(secret -> secret.getData() != null
                        && secret.getData().values().stream()
                                .anyMatch(value -> decoded(value).contains("private_key_id")))
                .map(secret -> secret.getMetadata().getName())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> content() {
        return SYSTEM.cluster()
                .client()
                .secrets()
                .inNamespace(Workloads.NAMESPACE)
                .withName(secretName())
                .require()
                .getData();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static List<String> pods(String namespace, String label, String name) {
        return SYSTEM.cluster().client().pods().inNamespace(namespace).withLabel(label, name).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private static List<String> backupPods() {
        return pods(Workloads.NAMESPACE, "app.kubernetes.io/name", TestSystem.BACKUP);
    }

    private String onlyKey() {
        assertThat(google.keys()).hasSize(1).containsValue(false);
        return google.keys().keySet().iterator().next();
    }

    /** While everybody publishes. */
    @Test
    @Order(1)
    void whenTheKeyIsRotatedUnderLoad_thenNothingIsLostAndTheOldKeyIsGone() {
        // Given
        var api = SYSTEM.api();
        var factory = Names.unique("orchard");
        api.createFactory(factory);
        api.replace(factory, SampleTargets.one(Load.FIRST));
        var old = onlyKey();
        var pods = backupPods();
        var ledger = new Ledger();

        // When
        JsonNode ended;
        try (var _ = Load.start(api, ledger, List.of(factory), new Random(1))) {
            ended = rotations.awaitEnd(rotations.begin(Rotations.ofBackup()));
        }

        // Then
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("DONE");
        assertThat(ledger.wrongAnswers()).isEmpty();
        assertThat(ledger.unanswered()).isZero();
        assertThat(ledger.promises()).isPositive();
        assertThat(google.keys()).doesNotContainKey(old);
        assertThat(onlyKey()).isEqualTo(ended.path("new_key_id").asText());
        assertThat(backupPods()).doesNotContainAnyElementsOf(pods);
        await().atMost(PATIENCE)
                .untilAsserted(() -> ledger.promised()
                        .forEach((version, sha256) -> assertThat(
                                        SYSTEM.archive().content(version).map(content -> content.sha256()))
                                .contains(sha256)));
        assertThat(Rotations.states(ended))
                .containsSubsequence(
                        "MINTED",
                        "PROVEN",
                        "STAGED",
                        "CANARY",
                        "SETTLED",
                        "DRAINING",
                        "QUARANTINED",
                        "DELETING",
                        "DONE");
    }

    @Test
    @Order(2)
    void whenTheNewKeyNeverBecomesValid_thenNothingIsWritten() {
        // Given
        var old = onlyKey();
        var content = content();
        var pods = backupPods();
        google.delayNewKeys(Duration.ofDays(1));

        // When
        var ended = rotations.awaitEnd(rotations.begin(Rotations.ofBackup()));

        // Then
        google.delayNewKeys(Duration.ZERO);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ABORTED");
        assertThat(ended.path("reason").asText()).contains("did not become valid");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(content()).isEqualTo(content);
        assertThat(backupPods()).isEqualTo(pods);
    }

    /** It is ready, and dies a second later, because of the new key alone. */
    @Test
    @Order(3)
    void whenAConsumerCrashesASecondAfterItWasReady_thenTheOldKeyComesBack() {
        // Given
        var old = onlyKey();
        var content = content();
        fragile(old);
        await().atMost(PATIENCE)
                .until(() -> rotations
                        .rehearse(Rotations.ofBackup())
                        .path("plan")
                        .path("consumers")
                        .toString()
                        .contains("fragile"));

        // When
        var ended = rotations.awaitEnd(rotations.begin(Rotations.ofBackup()));

        // Then
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
        assertThat(ended.path("reason").asText()).contains("shop/fragile");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(content()).isEqualTo(content);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fragilePods()).singleElement().matches(DrillRotationIT::isReady));
        remove("fragile");
    }

    /** The control: one second of being up is enough for a Deployment that is not watched any longer. */
    @Test
    @Order(4)
    void givenNobodyWatches_whenTheConsumerIsRestartedOnAnotherKey_thenItsRolloutIsCompleteAndItCrashes() {
        // Given
        fragile(onlyKey());
        shop.apply(copy("{\"private_key_id\": \"another\"}"));

        // When
        shop.client()
                .apps()
                .deployments()
                .inNamespace(Shop.NAMESPACE)
                .withName("fragile")
                .rolling()
                .restart();

        // Then
        await().atMost(PATIENCE).until(() -> fragilePods().stream().anyMatch(pod -> isReady(pod) && isRestarted(pod)));
        await().atMost(PATIENCE).until(() -> fragilePods().stream().anyMatch(DrillRotationIT::isCrashing));
        remove("fragile");
    }

    @Test
    @Order(5)
    void whenThereIsNoRoomOrAnImmutableCopyOrAnotherRotation_thenItIsRefusedWithReasons() {
        // Given
        var old = onlyKey();
        var full = Stream.generate(google::createKey).limit(8).toList();
        shop.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: frozen, namespace: shop}
                immutable: true
                data: {key.json: %s}
                """.formatted(content().values().stream()
                .filter(value -> decoded(value).contains("private_key_id"))
                .findFirst()
                .orElseThrow()));

        // When
        await().atMost(PATIENCE).until(() -> refusals().contains("immutable"));

        // Then
        assertThat(refusals()).contains("shop/frozen", "immutable", "9");
        assertThat(rotations.ask(Rotations.ofBackup()).status()).isEqualTo(409);
        assertThat(rotations.ask(Rotations.ofSecret("shop", "renamed")).status())
                .isEqualTo(404);
        assertThat(google.keys()).hasSize(9);
        full.forEach(google::deleteKey);
        shop.deleteSecret("frozen");
        assertThat(onlyKey()).isEqualTo(old);
    }

    private String refusals() {
        return rotations.rehearse(Rotations.ofBackup()).path("refusals").toString();
    }

    @Test
    @Order(6)
    void whenSomebodyWritesTheSecretMeanwhile_thenItIsLeftAndTheRestIsUndone() {
        // Given
        var old = onlyKey();
        var before = content();
        var id = rotations.begin(Rotations.ofBackup());
        rotations.await(id, Set.of("CANARY", "ROLLING"));
        var second = rotations.ask(Rotations.ofBackup());

        // When
        SYSTEM.cluster()
                .client()
                .secrets()
                .inNamespace(Workloads.NAMESPACE)
                .withName(secretName())
                .edit(secret -> {
                    secret.setData(before);
                    secret.getMetadata().setResourceVersion(null);
                    return secret;
                });

        // Then
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("rotation_under_way", id);
        var ended = rotations.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
        assertThat(ended.path("reason").asText()).contains("somebody else has changed");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(content()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void whenItIsAbortedWhileTheOldKeyIsDisabled_thenTheOldKeyIsBackInUse() {
        // Given
        var old = onlyKey();
        var id = rotations.begin(Rotations.ofBackup());
        rotations.await(id, Set.of("QUARANTINED"));

        // When
        rotations.abort(id);

        // Then
        var ended = rotations.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
        assertThat(onlyKey()).isEqualTo(old);
    }

    private static String copy(String file) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: google, namespace: shop}
                data: {key.json: %s}
                """.formatted(Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8)));
    }

    /** A copy of the archive's key, and a Deployment that dies a second after its start when it finds another one. */
    private void fragile(String keyId) {
        var file = content().values().stream()
                .map(DrillRotationIT::decoded)
                .filter(text -> text.contains("private_key_id"))
                .findFirst()
                .orElseThrow();
        shop.apply(copy(file));
        shop.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fragile, namespace: shop}
                spec:
                  replicas: 1
                  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
                  selector: {matchLabels: {app: fragile}}
                  template:
                    metadata: {labels: {app: fragile}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: main
                          image: busybox
                          args: ["-c", "sleep 1; grep -q %s /etc/google/key.json || exit 1; sleep 100000"]
                          volumeMounts: [{name: google, mountPath: /etc/google}]
                      volumes: [{name: google, secret: {secretName: google}}]
                """.formatted(keyId));
        await().atMost(PATIENCE).until(() -> fragilePods().stream().anyMatch(DrillRotationIT::isReady));
    }

    private List<Pod> fragilePods() {
        return shop.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withLabel("app", "fragile")
                .list()
                .getItems();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private static boolean isRestarted(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey("kubectl.kubernetes.io/restartedAt");
    }

    private static boolean isCrashing(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0
                        || status.getState().getWaiting() != null
                                && CRASHED.equals(status.getState().getWaiting().getReason()));
    }

    private void remove(String name) {
        shop.client()
                .apps()
                .deployments()
                .inNamespace(Shop.NAMESPACE)
                .withName(name)
                .delete();
        shop.deleteSecret("google");
        await().atMost(PATIENCE).until(() -> fragilePods().isEmpty());
    }
}
