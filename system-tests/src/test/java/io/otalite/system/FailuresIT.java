package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Topics;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.process.ProcessState;
import io.otalite.system.ApiClient.Published;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Neighbours are away, or answer badly, or hold the door shut. Publishing never notices, nothing is lost, and everything
 * goes on by itself when the cause is gone.
 */
@Timeout(150)
class FailuresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final String CREDENTIAL = "archive-credential";
    private static final String KEY = "key.json";

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(FailuresIT::impatient);

    private final ApiClient api = SYSTEM.api();
    private final BackupClient backup = SYSTEM.backup();
    private final GoogleAdmin google = SYSTEM.google();
    private final List<Published> published = new ArrayList<>();
    private String factory;
    private long backupProcess;
    private byte[] credential;

    /** The same behaviour as everywhere, with shorter waits. */
    private static LocalSystemSettings impatient(LocalSystemSettings settings) {
        return settings.withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_LOOK_INTERVAL", "500ms")
                .withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_PROOF_INTERVAL", "1s")
                .withEnvironment(TestSystem.BACKUP, "OTA_ARCHIVE_CREDENTIAL_RETRY_INTERVAL", "1s")
                .withEnvironment(TestSystem.BACKUP, "OTA_HOLD_LONGEST_PAUSE", "2s");
    }

    @BeforeEach
    void everythingIsWell() throws IOException {
        factory = Names.unique("acme");
        api.createFactory(factory);
        published.add(api.replace(factory, SampleTargets.builds()));
        awaitArchived();
        backupProcess = SYSTEM.process(TestSystem.BACKUP).pid().orElseThrow();
        credential = SYSTEM.cluster().secrets(Workloads.NAMESPACE).read(CREDENTIAL, KEY);
    }

    @AfterEach
    void mend() throws IOException {
        google.mend();
        mount(credential);
        google.enableKey(keyId());
        for (var name : List.of(TestSystem.KAFKA, TestSystem.BACKUP)) {
            if (SYSTEM.process(name).status().isEmpty()) {
                SYSTEM.process(name).start();
            }
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(backup.status().path("degraded").asBoolean()).isFalse());
    }

    @Test
    void givenNoKafka_whenPublishing_thenEachIsAnsweredAtOnceAndArrivesLaterInOrder() {
        // Given
        SYSTEM.process(TestSystem.KAFKA).stop();

        // When
        for (var build = 1; build <= 20; build++) {
            var start = System.nanoTime();
            publish(build);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        }
        assertThat(SYSTEM.process(TestSystem.API).isReady()).isTrue();
        SYSTEM.process(TestSystem.KAFKA).start();

        // Then
        awaitArchived();
        assertThat(versionsInTopic())
                .as("in the order of their first appearance")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, newest().version().number())
                                .boxed()
                                .toList());
    }

    @Test
    void givenTheBucketAnswers503_whenPublishing_thenRecordsAreHeldUntilItIsBack() {
        // Given
        google.refuseUploads();

        // When
        publish(1);

        // Then
        awaitHeld("store");
        assertThat(SYSTEM.archive().find(newest().version())).isEmpty();
        google.mend();
        awaitArchived();
        assertThatBackupWasNeverRestarted();
    }

    @Test
    void givenTheAnswerIsLostAfterTheObjectWasStored_thenItIsArchivedOnceAndNoConflict() {
        // Given
        google.loseNextAnswer();

        // When
        publish(1);

        // Then
        awaitArchived();
        assertThat(google.faultsMet()).as("uploads whose answer was lost").isEqualTo(1);
        assertThat(SYSTEM.archive().list("v1/%s/tuf/full/targets/".formatted(factory)))
                .extracting(object -> object.name())
                .containsExactly(
                        new Version(factory, 1).objectName(),
                        new Version(factory, 2).objectName(),
                        new Version(factory, 3).objectName());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SYSTEM.topic(Topics.TARGETS_ARCHIVED.name())
                                .about(newest().version().identity()))
                        .isNotEmpty());
        assertThat(quarantinedOf(factory)).isEmpty();
    }

    @Test
    void givenNoCredentialFromTheStart_thenTheServiceIsUpAndArchivesWhenItComes() throws IOException {
        // Given
        SYSTEM.process(TestSystem.BACKUP).stop();
        SYSTEM.cluster().secrets(Workloads.NAMESPACE).delete(CREDENTIAL);
        SYSTEM.process(TestSystem.BACKUP).start();

        // When
        publish(1);

        // Then
        awaitHeld("credential");
        awaitCredential("missing");
        assertThat(backup.readiness().path("degraded").asBoolean()).isTrue();
        assertThat(backup.readiness().path("cause").asText()).contains("credential");
        var process = SYSTEM.process(TestSystem.BACKUP).pid();
        mount(credential);
        awaitArchived();
        assertThat(SYSTEM.process(TestSystem.BACKUP).pid()).isEqualTo(process);
    }

    @Test
    void givenAMalformedCredential_whenTheServiceStarts_thenItSaysSoAndArchivesWhenTheFileIsReplaced()
            throws IOException {
        // Given
        SYSTEM.process(TestSystem.BACKUP).stop();
        mount("{\"type\": \"service_account\", \"private_key\": \"half of".getBytes(StandardCharsets.UTF_8));
        SYSTEM.process(TestSystem.BACKUP).start();

        // When
        publish(1);

        // Then
        awaitHeld("credential");
        awaitCredential("malformed");
        mount(credential);
        awaitArchived();
    }

    @Test
    void givenTheKeyIsRevoked_whenPublishing_thenRecordsAreHeldUntilItIsEnabledAgain() throws IOException {
        // Given
        google.disableKey(keyId());
        awaitCredential("refused");

        // When
        publish(1);

        // Then
        awaitHeld("credential");
        assertThat(SYSTEM.archive().find(newest().version())).isEmpty();
        google.enableKey(keyId());
        awaitArchived();
        assertThatBackupWasNeverRestarted();
    }

    @Test
    void givenRecordsThatCanNeverBeArchived_thenTheyAreSetAsideAndLaterOnesGoOn() throws InterruptedException {
        // Given
        var forged = new Version(factory, newest().version().number() + 1);
        try (var stranger = new Stranger(SYSTEM.endpoints().kafka())) {
            stranger.writeNonsense(factory);
            stranger.writeForged(forged, newest().sha256());
        }

        // When
        publish(1);

        // Then
        assertThat(newest().version()).as("the version that was forged").isEqualTo(forged);
        awaitArchived();
        assertThat(quarantinedOf(factory))
                .extracting(record -> record.path("reason").asText())
                .containsExactly("undecodable", "bad-signature");
        assertThat(quarantinedOf(factory))
                .allSatisfy(record -> assertThat(
                                backup.quarantined(record.path("path").asText())
                                        .sha256()
                                        .hex())
                        .isEqualTo(record.path("sha256").asText()));
        assertThat(backup.completeness(factory).path("complete").asBoolean()).isTrue();
    }

    @Test
    void givenTheBucketIsAway_whenLargeDocumentsPileUp_thenTheSmallHeapHoldsAndAllAreArchived() {
        // Given
        var random = new Random(1);
        var factories =
                IntStream.range(0, 4).mapToObj(_ -> Names.unique("large")).toList();
        factories.forEach(api::createFactory);
        google.refuseUploads();

        // When
        for (var round = 0; round < 3; round++) {
            for (var name : factories) {
                published.add(api.replace(name, SampleTargets.large(45, random)));
            }
        }

        // Then
        assertThat(api.served(newest().version()).size()).isGreaterThan(4_500_000);
        awaitHeld("store");
        google.mend();
        awaitArchived();
        assertThatBackupWasNeverRestarted();
    }

    private void publish(int build) {
        published.add(api.merge(factory, SampleTargets.tagged("raspberrypi4-64-lmp-101", "build-" + build)));
    }

    private Published newest() {
        return published.getLast();
    }

    /** Everything this test published stands in the bucket, byte for byte as it is served. */
    private void awaitArchived() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published)
                        .allSatisfy(one -> assertThat(SYSTEM.archive().content(one.version()))
                                .isEqualTo(Optional.of(api.served(one.version())))));
        assertThat(published)
                .allSatisfy(
                        one -> assertThat(api.served(one.version()).sha256()).isEqualTo(one.sha256()));
    }

    /** The service is up and ready, and says what it waits for. */
    private void awaitHeld(String cause) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(backup.readiness().path("degraded").asBoolean()).isTrue();
            assertThat(backup.status().path("holds"))
                    .anySatisfy(hold -> assertThat(hold.path("cause").asText()).isEqualTo(cause));
        });
    }

    private void awaitCredential(String state) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                backup.status().path("credential").path("state").asText())
                        .isEqualTo(state));
    }

    private void assertThatBackupWasNeverRestarted() {
        assertThat(SYSTEM.process(TestSystem.BACKUP).status().orElseThrow().state())
                .isInstanceOfSatisfying(
                        ProcessState.Ready.class,
                        ready -> assertThat(ready.pid()).isEqualTo(backupProcess));
    }

    private List<Long> versionsInTopic() {
        return SYSTEM.topic(Topics.TARGETS_PUBLISHED.name()).read().stream()
                .filter(message -> message.key().equals(factory))
                .map(message ->
                        Version.of(DocumentIdentity.parse(message.headers().get("ce_subject"))))
                .map(Version::number)
                .distinct()
                .toList();
    }

    private List<JsonNode> quarantinedOf(String key) {
        return backup.quarantine().stream()
                .filter(record -> record.path("key").asText().equals(key))
                .toList();
    }

    private String keyId() throws IOException {
        return new ObjectMapper().readTree(credential).path("private_key_id").asText();
    }

    /** As a kubelet does it: the new content is there at once or not at all. */
    private static void mount(byte[] content) {
        SYSTEM.cluster()
                .secrets(Workloads.NAMESPACE)
                .replace(CREDENTIAL, Map.of(KEY, new String(content, StandardCharsets.UTF_8)));
    }
}
