package io.otalite.system;

import static io.otalite.system.TestSystem.API;
import static io.otalite.system.TestSystem.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.encryption.Verifiers;
import io.otalite.events.CloudEvents;
import io.otalite.events.TargetsArchived;
import io.otalite.events.Topics;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.system.ApiClient.Published;
import io.otalite.system.Collector.Span;
import io.otalite.system.observability.Dashboard;
import io.otalite.system.observability.MetricNames;
import io.otalite.system.observability.Prometheus;
import io.otalite.system.observability.Tool;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the system is for: a user publishes, devices can verify it, the exact bytes stand in the bucket, and it can be watched. */
class PublishAndArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Collector COLLECTOR = new Collector();

    /** As in production: traces go to a collector, and the log is for programs. */
    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.changed(settings -> observed(observed(settings, API), BACKUP));

    private static LocalSystemSettings observed(LocalSystemSettings settings, String service) {
        return settings.withEnvironment(
                        service, "OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.uri().toString())
                .withEnvironment(service, "QUARKUS_LOG_CONSOLE_FILTER", "json");
    }

    @AfterAll
    static void stopCollecting() {
        COLLECTOR.close();
    }

    private final ApiClient api = SYSTEM.api();
    private final BackupClient backup = SYSTEM.backup();
    private String factory;

    @BeforeEach
    void createFactory() {
        factory = Names.unique("garden");
        api.createFactory(factory);
    }

    @Test
    void aPublishedVersionIsTheSameBytesForDevicesReadersAndTheArchive() {
        // When
        var published = api.replace(factory, SampleTargets.builds());

        // Then
        var version = published.version();
        assertThat(version.number()).as("the first version after the empty one").isEqualTo(2);
        var served = api.served(version);
        assertThat(served.sha256()).as("served, and promised").isEqualTo(published.sha256());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(SYSTEM.archive().content(version)).contains(served));
        assertThat(SYSTEM.topic(Topics.TARGETS_PUBLISHED.name()).about(version.identity()))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.value()).isEqualTo(served);
                    assertThat(event.key()).isEqualTo(factory);
                    assertThat(event.headers())
                            .containsEntry("ce_sha256", published.sha256().hex())
                            .containsEntry(
                                    "ce_prevsha256",
                                    api.served(new Version(factory, 1)).sha256().hex());
                });
        assertThat(backup.content(version))
                .as("fetched from the backup-service")
                .isEqualTo(served);
    }

    @Test
    void aDeviceVerifiesWhatIsServed() {
        // Given
        var published = api.replace(factory, SampleTargets.builds());
        var firstRoot = api.metadata(factory, "1.root.json").orElseThrow();

        // When
        var walk = ClientWalk.walk(TrustedState.ofRoot(firstRoot), file -> api.metadata(factory, file), Instant.now());

        // Then
        assertThat(walk).isInstanceOfSatisfying(WalkResult.Accepted.class, accepted -> {
            assertThat(accepted.targets().version().value())
                    .isEqualTo(published.version().number());
            assertThat(accepted.targets().targets().keySet())
                    .extracting(name -> name.value())
                    .containsExactlyInAnyOrderElementsOf(
                            () -> SampleTargets.builds().fieldNames());
        });
    }

    @Test
    void aTufClientThatSharesNoCodeFollowsVersionAfterVersion(@TempDir Path home) throws Exception {
        // Given
        var store = TrustedMetaStore.newTrustedMetaStore(FileSystemTufStore.newFileSystemStore(home));
        var client = independentClient(home, store);

        // When
        followed(client, store, api.replace(factory, SampleTargets.withSigstoreMember(SampleTargets.builds())));
        followed(client, store, api.merge(factory, SampleTargets.tagged("raspberrypi4-64-lmp-101", "stable")));
        var last = SampleTargets.withSigstoreMember(SampleTargets.one("raspberrypi4-64-lmp-104"));
        followed(client, store, api.replace(factory, last));

        // Then
        assertThat(store.getTargets().getSignedMeta().getTargets()).containsOnlyKeys("raspberrypi4-64-lmp-104");
    }

    private static void followed(Updater client, TrustedMetaStore store, Published published) throws Exception {
        client.updateMeta();
        assertThat(store.getTargets().getSignedMeta().getVersion())
                .isEqualTo((int) published.version().number());
    }

    private Updater independentClient(Path home, TrustedMetaStore store) throws IOException {
        var firstRoot =
                new String(api.metadata(factory, "1.root.json").orElseThrow().toArray(), StandardCharsets.UTF_8);
        var repository = new PublicMetadata(SYSTEM.endpoints().api(), factory);
        return Updater.builder()
                .setClock(Clock.systemUTC())
                .setVerifiers(Verifiers::newVerifier)
                .setTrustedMetaStore(store)
                .setTargetStore(FileSystemTufStore.newFileSystemStore(home))
                .setTrustedRootPath(() -> firstRoot)
                .setMetaFetcher(MetaFetcher.newFetcher(repository))
                .setTargetFetcher(repository)
                .build();
    }

    @Test
    void theArchiveAnnouncesWhereAVersionStands() {
        // When
        var published = api.replace(factory, SampleTargets.builds());

        // Then
        var version = published.version();
        var announcements = SYSTEM.topic(Topics.TARGETS_ARCHIVED.name());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(announcements.about(version.identity()))
                        .singleElement()
                        .extracting(CloudEvents::decode)
                        .isInstanceOfSatisfying(TargetsArchived.class, archived -> {
                            var stored = SYSTEM.archive().find(version).orElseThrow();
                            assertThat(archived.object()).isEqualTo(stored.name());
                            assertThat(archived.generation()).isEqualTo(stored.generation());
                            assertThat(archived.sha256()).isEqualTo(published.sha256());
                        }));
    }

    @Test
    void theArchiveListsWhatItHasAndThatNothingIsMissing() {
        // When
        var second = api.replace(factory, SampleTargets.builds());
        var third = api.merge(factory, SampleTargets.tagged("raspberrypi4-64-lmp-101", "stable"));

        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                backup.completeness(factory).path("newest").asLong())
                        .isEqualTo(3));
        assertThat(backup.completeness(factory).path("complete").asBoolean()).isTrue();
        assertThat(backup.archived(factory))
                .extracting(listed -> listed.path("version").asLong())
                .containsExactly(1L, 2L, 3L);
        var entry = backup.archived(third.version());
        assertThat(entry.path("sha256").asText()).isEqualTo(third.sha256().hex());
        assertThat(entry.path("previous_sha256").asText())
                .isEqualTo(second.sha256().hex());
        assertThat(entry.path("object").asText()).isEqualTo(third.version().objectName());
        assertThat(backup.content(third.version())).extracting(Bytes::sha256).isEqualTo(third.sha256());
    }

    @Test
    void oneTraceLeadsFromTheRequestToTheArchive() {
        // When
        var version = api.replace(factory, SampleTargets.builds()).version();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(written(version)).isPresent());
        var put = written(version).orElseThrow();
        var processed = parentOf(put);
        var sent = parentOf(processed);
        var request = parentOf(sent);
        assertThat(put.service()).isEqualTo(BACKUP);
        assertThat(processed.service()).isEqualTo(BACKUP);
        assertThat(processed.name()).isEqualTo("process " + Topics.TARGETS_PUBLISHED.name());
        assertThat(sent.service()).isEqualTo(API);
        assertThat(sent.name()).isEqualTo("send " + Topics.TARGETS_PUBLISHED.name());
        assertThat(request.service()).isEqualTo(API);
        assertThat(request.name()).isEqualTo("PUT");
        assertThat(request.attribute("url.path"))
                .hasValueSatisfying(path -> assertThat(path).contains(factory));
        assertThat(request.parent()).as("nothing before it").isEmpty();
        assertThat(List.of(put, processed, sent, request))
                .extracting(Span::traceId)
                .containsOnly(request.traceId());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines(BACKUP))
                        .filteredOn(line -> line.path("message").asText().equals("Document archived")
                                && line.path("object").asText().equals(version.objectName()))
                        .singleElement()
                        .satisfies(line -> {
                            assertThat(line.path("traceId").asText()).isEqualTo(put.traceId());
                            assertThat(line.path("factory").asText()).isEqualTo(factory);
                            assertThat(line.path("eventId").asText())
                                    .isEqualTo(processed
                                            .attribute("messaging.message.id")
                                            .orElseThrow());
                            assertThat(line.path("written").isBoolean()).isTrue();
                        }));
    }

    private static Optional<Span> written(Version version) {
        return COLLECTOR.spans().stream()
                .filter(span -> span.name().equals("archive put")
                        && span.attribute("ota.object").equals(Optional.of(version.objectName())))
                .findFirst();
    }

    private static Span parentOf(Span span) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(COLLECTOR.spans())
                        .anyMatch(other -> other.id().equals(span.parent())));
        return COLLECTOR.spans().stream()
                .filter(other -> other.id().equals(span.parent()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLogIsOneObjectALineAndTellsNoSecret() throws IOException {
        // Given
        var token = Files.readString(SYSTEM.endpoints().adminTokenFile()).strip();

        // When
        var lines = Stream.of(API, BACKUP)
                .flatMap(service -> lines(service).stream())
                .toList();

        // Then
        assertThat(lines).hasSizeGreaterThan(2).allSatisfy(line -> {
            assertThat(line.path("timestamp").asText()).isNotEmpty();
            assertThat(line.path("level").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
            assertThat(line.toString()).doesNotContain(token, "PRIVATE KEY");
        });
    }

    /** Without what the JVM says about its own options before there is any log, and without a line that is being written. */
    private static List<JsonNode> lines(String service) {
        try {
            var text = Files.readString(SYSTEM.cluster().logFile(service));
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> !line.contains("Picked up "))
                    .map(PublishAndArchiveIT::parsed)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not an object: " + line, e);
        }
    }

    @Test
    void everyMetricThatAlertsAndTheDashboardNameIsThere() {
        // When
        api.replace(factory, SampleTargets.builds());

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(MetricNames.missingIn(metrics())).isEmpty());
        assertThat(MetricNames.expected()).hasSizeGreaterThan(30);
    }

    @Test
    void theDashboardShowsSomethingEverywhereAndNothingAlarms(@TempDir Path folder) throws IOException {
        // Given
        var program = Tool.PROMETHEUS.find();
        assumeTrue(program.isPresent(), Tool.PROMETHEUS.absence());
        var targets = Map.of(
                9080, SYSTEM.endpoints().apiManagement(),
                9081, SYSTEM.endpoints().backupManagement(),
                9082, SYSTEM.endpoints().rotationManagement());
        try (var prometheus = Prometheus.start(program.get(), folder, targets)) {

            // When
            api.replace(factory, SampleTargets.builds());

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(prometheus.unanswered(Dashboard.queries()))
                            .isEmpty());
            assertThat(prometheus.ask("ALERTS{alertstate=\"firing\"}")).isEmpty();
        }
    }

    private static String metrics() {
        return Stream.of(
                        SYSTEM.endpoints().apiManagement(),
                        SYSTEM.endpoints().backupManagement(),
                        SYSTEM.endpoints().rotationManagement())
                .map(management ->
                        RestClient.withoutToken(management).get("/q/metrics").text())
                .collect(Collectors.joining("\n"));
    }
}
