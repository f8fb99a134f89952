package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.otalite.events.ObjectName;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and tools do to Secrets in use, each found before anything restarts; and not, when nobody judges. */
class DrillReferencesIT {
    /** A second or two where nothing else runs. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** How long nobody may say anything where nobody judges. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY_MISSING = "key_missing";
    private static final String OBJECT_MISSING = "object_missing";
    private static final String PRODUCER_FAILING = "producer_failing";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> settings.without(TestSystem.API)
            .without(TestSystem.BACKUP)
            .withEnvironment(TestSystem.ROTATION, "OTA_IMAGES_ENABLED", "false"));

    private final Rotation rotation = SYSTEM.rotation();
    private final Shop shop = Shop.open(SYSTEM.cluster().client());

    @Test
    void whenAnEntryIsRenamed_thenTheNewNameIsTheNearest() {
        // Given
        var web = entry("renamed");

        // When
        renameEntry("renamed");

        // Then
        var reason = await().atMost(SOON).until(() -> reason(web, KEY_MISSING), isThere());
        assertThat(reason.path("verdict").asText()).isEqualTo("BLOCKED_START");
        assertThat(reason.path("key").asText()).isEqualTo("password");
        assertThat(reason.path("nearest").asText()).isEqualTo("passwd");
        assertThat(reason.path("path").asText())
                .isEqualTo("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef");
        await().atMost(SOON).until(() -> rotation.tells(web, KEY_MISSING));
    }

    @Test
    void whenASecretOfAnOldRevisionIsPruned_thenOnlyTheRollbackIsBlocked() {
        // Given
        var web = twoRevisions("pruned");

        // When
        shop.deleteSecret("pruned-first");

        // Then
        var reason = await().atMost(SOON).until(() -> reason(web, OBJECT_MISSING), isThere());
        assertThat(reason.path("verdict").asText()).isEqualTo("BLOCKED_ROLLBACK");
        assertThat(reason.path("revision").asText()).isEqualTo("1");
        assertThat(rotation.reasons(web)).hasSize(1);
        assertThat(rotation.verdict(web)).isEqualTo("BLOCKED_ROLLBACK");
        await().atMost(SOON).until(() -> rotation.tells(web, OBJECT_MISSING));
    }

    @Test
    void whenAnImmutableSecretLacksAnEntry_thenTheFixLeavesTheSecretAlone() {
        // Given
        var web = entry("frozen");

        // When
        freezeWithoutEntry("frozen");

        // Then
        var reason = await().atMost(SOON).until(() -> reason(web, KEY_MISSING), isThere());
        assertThat(reason.path("fix").path("command").asText())
                .startsWith("kubectl -n shop patch deployment frozen ")
                .doesNotContain("secret frozen");
        assertThat(reason.path("fix").path("patch"))
                .singleElement()
                .satisfies(operation ->
                        assertThat(operation.path("value").asText()).isEqualTo("passwd"));
        await().atMost(SOON).until(() -> rotation.tells(web, KEY_MISSING));
    }

    @Test
    void whenWhatWritesASecretFails_thenWhoUsesItIsAtRisk() {
        // Given
        var web = produced("produced");

        // When
        failProducer("produced");

        // Then
        var reason = await().atMost(SOON).until(() -> reason(web, PRODUCER_FAILING), isThere());
        assertThat(reason.path("message").asText()).contains("ExternalSecret", "SecretSyncedError");
        assertThat(rotation.verdict(web)).isEqualTo("AT_RISK");
        await().atMost(SOON).until(() -> rotation.tells(web, PRODUCER_FAILING));
    }

    /** The control: the same breaks, and nobody who judges. */
    @Test
    void givenNoRotationService_whenTheSameBreaks_thenNobodySaysSoUntilItIsBack() {
        // Given
        var renamed = entry("control-renamed");
        var pruned = twoRevisions("control-pruned");
        var frozen = entry("control-frozen");
        var produced = produced("control-produced");
        SYSTEM.rotationPods().scale(0);

        // When
        renameEntry("control-renamed");
        shop.deleteSecret("control-pruned-first");
        freezeWithoutEntry("control-frozen");
        failProducer("control-produced");

        // Then
        await().during(SILENCE)
                .atMost(PATIENCE)
                .until(() -> !isFound(renamed, KEY_MISSING)
                        && !isFound(pruned, OBJECT_MISSING)
                        && !isFound(frozen, KEY_MISSING)
                        && !isFound(produced, PRODUCER_FAILING));
        SYSTEM.rotationPods().scale(1);
        await().atMost(PATIENCE)
                .until(() -> isFound(renamed, KEY_MISSING)
                        && isFound(pruned, OBJECT_MISSING)
                        && isFound(frozen, KEY_MISSING)
                        && isFound(produced, PRODUCER_FAILING));
    }

    private ObjectName entry(String name) {
        shop.secret(name, "password");
        return sound(shop.needing(name, name, "password"));
    }

    private void renameEntry(String name) {
        shop.secret(name, "passwd");
    }

    private void freezeWithoutEntry(String name) {
        shop.deleteSecret(name);
        shop.immutableSecret(name, "passwd");
    }

    private ObjectName twoRevisions(String name) {
        shop.secret(name + "-first", "password");
        shop.secret(name + "-second", "password");
        var web = shop.needing(name, name + "-first", "password");
        await().atMost(PATIENCE).until(() -> shop.revisions(web) == 1);
        shop.needing(name, name + "-second", "password");
        await().atMost(PATIENCE).until(() -> shop.revisions(web) == 2);
        return sound(web);
    }

    private ObjectName produced(String name) {
        shop.apply(externalSecret(name));
        return entry(name);
    }

    private void failProducer(String name) {
        shop.applyStatus(externalSecret(name) + """
                status:
                  conditions:
                    - type: Ready
                      status: "False"
                      reason: SecretSyncedError
                      message: could not get secret data from provider
                      lastTransitionTime: "2026-03-01T11:00:00Z"
                """);
    }

    private static String externalSecret(String name) {
        return """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: %1$s, namespace: shop}
                spec: {target: {name: %1$s}}
                """.formatted(name);
    }

    /** A workload of which nothing bad is said. */
    private ObjectName sound(ObjectName workload) {
        await("judgement of " + workload)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(rotation.verdict(workload)).isEqualTo("OK"));
        return workload;
    }

    private boolean isFound(ObjectName workload, String cause) {
        return rotation.judges(workload, cause) || rotation.tells(workload, cause);
    }

    private JsonNode reason(ObjectName workload, String cause) {
        return rotation.reasons(workload, cause).stream().findFirst().orElseGet(MissingNode::getInstance);
    }

    private static Predicate<JsonNode> isThere() {
        return reason -> !reason.isMissingNode();
    }
}
