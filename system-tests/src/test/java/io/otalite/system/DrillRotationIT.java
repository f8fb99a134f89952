package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.local.cluster.Workloads;
import java.io.UncheckedIOException;
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

    /** What Google allows for an account. */
    private static final int MOST_KEYS = 10;

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(
            settings -> settings.withEnvironment(TestSystem.ROTATION, "OTA_ROTATIONS_PROVEN_WITHIN", "8s")
                    .withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_LOOK_INTERVAL", "500ms")
                    .withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_PROOF_INTERVAL", "1s")
                    .withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_RETRY_INTERVAL", "1s")
                    .withEnvironment(TestSystem.BACKUP, "OTA_HOLD_LONGEST_PAUSE", "2s"));

    private final Rotations rotations = SYSTEM.rotations();
    private final GoogleAdmin google = SYSTEM.google();
    private final ArchiveCredential credential =
            new ArchiveCredential(SYSTEM.cluster().client());
    private final CarelessRotation careless = new CarelessRotation(google, credential);
    private final Shop shop = Shop.open(SYSTEM.cluster().client());

    private static List<String> backupPods() {
        return SYSTEM
                .cluster()
                .client()
                .pods()
                .inNamespace(Workloads.NAMESPACE)
                .withLabel("app.kubernetes.io/name", TestSystem.BACKUP)
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getUid())
                .sorted()
                .toList();
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
        var content = credential.content();
        var pods = backupPods();
        google.delayNewKeys(Duration.ofDays(1));

        // When
        var ended = rotations.awaitEnd(rotations.begin(Rotations.ofBackup()));

        // Then
        google.delayNewKeys(Duration.ZERO);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ABORTED");
        assertThat(ended.path("reason").asText()).contains("did not become valid");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(credential.content()).isEqualTo(content);
        assertThat(backupPods()).isEqualTo(pods);
    }

    /** It is ready, and dies a second later, because of the new key alone. */
    @Test
    @Order(3)
    void whenAConsumerCrashesASecondAfterItWasReady_thenTheOldKeyComesBack() {
        // Given
        var old = onlyKey();
        var content = credential.content();
        var fragile = Fragile.deploy(shop, credential.file(), old);
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
        assertThat(credential.content()).isEqualTo(content);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fragile.pods()).singleElement().matches(Fragile::isReady));
        fragile.remove();
    }

    /** The control: one second of being up is enough for a Deployment that is not watched any longer. */
    @Test
    @Order(4)
    void givenNobodyWatches_whenTheConsumerIsRestartedOnAnotherKey_thenItsRolloutIsCompleteAndItCrashes() {
        // Given
        var fragile = Fragile.deploy(shop, credential.file(), onlyKey());
        fragile.copy("{\"private_key_id\": \"another\"}");

        // When
        fragile.restart();

        // Then
        await().atMost(PATIENCE)
                .until(() -> fragile.pods().stream().anyMatch(pod -> Fragile.isReady(pod) && Fragile.isRestarted(pod)));
        await().atMost(PATIENCE).until(() -> fragile.pods().stream().anyMatch(Fragile::isCrashing));
        fragile.remove();
    }

    @Test
    @Order(5)
    void whenThereIsNoRoomOrAnImmutableCopyOrAnotherRotation_thenItIsRefusedWithReasons() {
        // Given
        var old = onlyKey();
        var full = Stream.generate(google::createKey).limit(8).toList();
        shop.apply(frozen(credential.file()));

        // When
        await().atMost(PATIENCE).until(() -> refusals().contains("immutable"));

        // Then
        assertThat(refusals()).contains("shop/frozen", "immutable", "9");
        assertThat(rotations.ask(Rotations.ofBackup()).status()).isEqualTo(409);
        assertThat(rotations.ask(Rotations.ofSecret("shop", "renamed")).status())
                .isEqualTo(404);
        assertThat(google.keys()).hasSize(9);
        full.forEach(key -> google.deleteKey(key.id()));
        shop.deleteSecret("frozen");
        assertThat(onlyKey()).isEqualTo(old);
    }

    private static String frozen(String file) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: frozen, namespace: shop}
                immutable: true
                data: {key.json: %s}
                """.formatted(Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8)));
    }

    private String refusals() {
        return rotations.rehearse(Rotations.ofBackup()).path("refusals").toString();
    }

    @Test
    @Order(6)
    void whenSomebodyWritesTheSecretMeanwhile_thenItIsLeftAndTheRestIsUndone() {
        // Given
        var old = onlyKey();
        var before = credential.content();
        var id = rotations.begin(Rotations.ofBackup());
        rotations.await(id, Set.of("CANARY", "ROLLING"));
        var second = rotations.ask(Rotations.ofBackup());

        // When
        credential.replace(before);

        // Then
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("rotation_under_way", id);
        var ended = rotations.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("ROLLED_BACK");
        assertThat(ended.path("reason").asText()).contains("somebody else has changed");
        assertThat(onlyKey()).isEqualTo(old);
        assertThat(credential.content()).isEqualTo(before);
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

    /** The control: a key that nobody has proven, and the archive stands still while the API answers as ever. */
    @Test
    @Order(8)
    void givenNobodyProvesTheKey_whenItIsNotValidYet_thenNothingIsArchivedAnyMore() {
        // Given
        var api = SYSTEM.api();
        var backup = SYSTEM.backup();
        var factory = Names.unique("orchard");
        api.createFactory(factory);
        google.delayNewKeys(Duration.ofDays(1));

        // When
        careless.run();

        // Then: a token of the old key lives on until its next proof fails
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !backup.status().path("credential").path("state").isMissingNode()
                        && !backup.status().path("credential").has("key_in_use"));
        var promised = api.replace(factory, SampleTargets.builds());
        await().atMost(PATIENCE).until(() -> !backup.status().path("holds").isEmpty());
        assertThat(SYSTEM.archive().content(promised.version())).isEmpty();
        google.delayNewKeys(Duration.ZERO);
        careless.run();
        await().atMost(PATIENCE)
                .until(() -> SYSTEM.archive().content(promised.version()).isPresent());
    }

    /** The control: two scripts at a time, and the key in the Secret is one that the other has removed. */
    @Test
    @Order(9)
    void givenNobodyAsksWhoElseRotates_whenTwoDoAtATime_thenTheSecretHoldsAKeyThatIsGone() {
        // Given
        var one = google.createKey();
        var other = google.createKey();
        credential.write(one.file());

        // When
        careless.finish(other);
        careless.removeAllBut(one);

        // Then
        assertThat(credential.holds(other.id())).isTrue();
        assertThat(google.keys()).isEmpty();
        careless.run();
    }

    /** The control: what somebody wrote meanwhile is gone, and so is what the script did not know of. */
    @Test
    @Order(10)
    void givenNobodyLooksWhatIsThere_whenSomebodyWritesTheSecretMeanwhile_thenItIsLost() {
        // Given
        var key = google.createKey();
        credential.replace(
                Map.of("of-somebody", "", "key.json", credential.content().get("key.json")));

        // When
        careless.finish(key);

        // Then
        assertThat(credential.content()).doesNotContainKey("of-somebody");
    }

    /** The control: an answer that is lost, a Secret that cannot be written, and keys that nobody holds until there is no place. */
    @Test
    @Order(11)
    void givenNobodyTakesBack_whenItIsTriedAgain_thenKeysAreLeftUntilThereIsNoPlace() {
        // Given
        var inUse = onlyKey();
        shop.apply(frozen(credential.file()));
        google.loseNextKey();
        assertThatThrownBy(google::askForKey).isInstanceOf(UncheckedIOException.class);

        // When
        for (var made = 2; made < MOST_KEYS; made++) {
            var file = google.createKey().file();
            assertThatThrownBy(() -> shop.apply(frozen(file))).hasMessageContaining("immutable");
        }

        // Then
        assertThat(google.askForKey().status()).isEqualTo(400);
        google.keys().keySet().stream().filter(id -> !id.equals(inUse)).forEach(google::deleteKey);
        shop.deleteSecret("frozen");
    }
}
