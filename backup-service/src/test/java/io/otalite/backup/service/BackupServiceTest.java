package io.otalite.backup.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.backup.LocalGoogle;
import io.otalite.backup.TestFactory;
import io.otalite.backup.TestTopics;
import io.otalite.events.EventMessage;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole service with a real broker and the Google emulator. It is started with neither a broker nor a credential. */
@QuarkusTest
@QuarkusTestResource(LocalWorld.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestTopics topics;

    LocalWorld world;

    @TestHTTPResource
    URI main;

    @TestHTTPResource(management = true)
    URI management;

    @BeforeEach
    void connect() {
        if (topics == null) {
            // The first test wants a broker that is away.
            assertThat(health("ready").statusCode()).isEqualTo(200);
            world.broker().start();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(json("/v1/status").path("topic_findings"))
                            .isEmpty());
            topics = new TestTopics(world.broker().bootstrapServers());
        }
    }

    @AfterAll
    static void disconnect() {
        topics.close();
    }

    /** An alert takes what is not measured for a service that is not there. */
    @Test
    @Order(0)
    void beforeTheFirstRecordWhatWaitsIsMeasured() {
        assertThat(metrics())
                .contains("archive_oldest_unarchived_seconds 0.0", "archive_held{cause=\"credential\"} 0.0")
                .contains("archive_conflicts_total 0.0", "archive_lag_seconds_count 0");
    }

    @Test
    @Order(1)
    void givenNoCredential_whenOneIsMounted_thenWhatWasHeldIsArchived() {
        // Given
        var acme = new TestFactory("acme");
        topics.publish(acme.root());
        var event = acme.targets(1);
        topics.publish(event);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(json("/v1/status").path("holds"))
                        .hasSize(2)
                        .allMatch(hold -> hold.path("cause").asText().equals("credential")));
        assertThat(health("ready").statusCode()).isEqualTo(200);
        assertThat(health("ready").body()).contains("\"degraded\": true", "There is no key file");
        assertThat(health("live").statusCode()).isEqualTo(200);
        assertThat(health("started").statusCode()).isEqualTo(200);
        assertThat(get("/v1/factories/acme/archive").statusCode()).isEqualTo(503);
        assertThat(metrics()).contains("archive_held{cause=\"credential\"} 2.0");

        // When
        world.mountKey();

        // Then
        awaitArchived(event);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.announced("acme")).hasSize(1));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(json("/v1/status").path("degraded").asBoolean())
                                .isFalse());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("archive_held{cause=\"credential\"} 0.0", "archive_lag_seconds_count 2"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("archive_gap_versions 0.0", "archive_broken_links 0.0")
                        .contains("archive_head_version{dialect=\"tuf\",factory=\"acme\"} 1.0")
                        .doesNotContain("archive_last_verified_timestamp_seconds 0.0")
                        .contains("archive_last_verified_timestamp_seconds "));
    }

    @Test
    @Order(2)
    void whatCanNeverBeArchivedIsQuarantinedAndTheRestGoesOn() {
        // Given
        var factory = new TestFactory("quarantined");
        var forged = new TestFactory("quarantined").targets(1);
        var nonsense = new EventMessage("ota.targets.published.v1", "quarantined", new TreeMap<>(), Bytes.utf8("?!"));
        var good = factory.targets(1);

        // When
        topics.publish(factory.root());
        topics.send(nonsense);
        topics.publish(forged, good);

        // Then
        awaitArchived(good);
        var entries = json("/v1/quarantine?page_size=1000").path("items");
        assertThat(entries).extracting(entry -> entry.path("reason").asText()).contains("undecodable", "bad-signature");
        for (var entry : entries) {
            if (entry.path("reason").asText().equals("bad-signature")) {
                var path = "/v1/quarantine/" + entry.path("path").asText();
                assertThat(json(path).path("subject").asText()).isEqualTo("quarantined/tuf/full/targets/1");
                assertThat(bytes(path + "/content").body())
                        .isEqualTo(forged.document().toArray());
            }
        }
    }

    @Test
    @Order(3)
    void givenARevokedKey_whenItIsEnabledAgain_thenTheBacklogIsArchived() {
        // Given
        var factory = new TestFactory("revoked");
        topics.publish(factory.root());
        world.google().disableKey();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/status").at("/credential/state").asText())
                        .isEqualTo("refused"));
        var events = LongStream.rangeClosed(1, 5).mapToObj(factory::targets).toList();
        events.forEach(topics::publish);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(json("/v1/status").at("/holds/0/cause").asText())
                                .isEqualTo("credential"));

        // When
        world.google().enableKey();

        // Then
        events.forEach(this::awaitArchived);
        var completeness = json("/v1/factories/revoked/completeness?deep=true");
        assertThat(completeness.path("complete").asBoolean()).isTrue();
        assertThat(completeness.path("newest").asLong()).isEqualTo(5);
    }

    @Test
    @Order(4)
    void anotherContentForAnArchivedVersionIsAConflict() {
        // Given
        var factory = new TestFactory("conflict");
        var first = factory.targets(1);
        topics.publish(factory.root(), first);
        awaitArchived(first);

        // When
        topics.publish(factory.targets(1, 2));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/factories/conflict/completeness").at("/dialects/0/conflicts"))
                        .hasSize(1));
        assertThat(json("/v1/factories/conflict/completeness").path("complete").asBoolean())
                .isFalse();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics()).contains("archive_conflicts_total 1.0"));
        awaitArchived(first);
    }

    @Test
    @Order(5)
    void whileABadFileIsMountedTheLastGoodKeyGoesOn() throws IOException {
        // Given
        var factory = new TestFactory("bad-file");
        topics.publish(factory.root());
        world.mountFile(Files.writeString(Files.createTempFile("bad", ".json"), "{\"type\":"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/status").at("/credential/state").asText())
                        .isEqualTo("malformed"));

        // When
        var event = factory.targets(1);
        topics.publish(event);

        // Then
        awaitArchived(event);
        assertThat(json("/v1/status").path("degraded").asBoolean()).isTrue();
        world.mountKey();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(json("/v1/status").path("degraded").asBoolean())
                                .isFalse());
    }

    @Test
    @Order(6)
    void givenABrokerThatGoesAway_whenItComesBack_thenTheIntakeGoesOn() {
        // Given
        var factory = new TestFactory("broker");
        world.broker().stop();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/status").at("/topic_findings/0").asText())
                        .contains("does not answer"));
        assertThat(health("ready").statusCode()).isEqualTo(200);
        assertThat(health("live").statusCode()).isEqualTo(200);

        // When
        world.broker().start();
        var event = factory.targets(1);
        topics.publish(factory.root(), event);

        // Then
        awaitArchived(event);
    }

    @Test
    @Order(7)
    void givenABucketThatAnswers503_whenItIsBack_thenNothingIsMissing() {
        // Given
        var factory = new TestFactory("outage");
        var inAts = new TestFactory("outage", Dialect.ATS);
        topics.publish(factory.root(), inAts.root());
        world.google().fault("{\"path\":\"/upload/*\",\"effect\":\"status-after\",\"status\":503,\"count\":7}");
        world.google().fault("{\"path\":\"/upload/*\",\"effect\":\"drop-before\",\"count\":3}");

        // When
        var events = LongStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(version -> Stream.of(factory.targets(version), inAts.targets(version)))
                .toList();
        events.forEach(topics::publish);

        // Then
        events.forEach(this::awaitArchived);
        var completeness = json("/v1/factories/outage/completeness?deep=true");
        assertThat(completeness.path("complete").asBoolean()).isTrue();
        assertThat(completeness.path("newest").asLong()).isEqualTo(5);
        assertThat(completeness.path("dialects"))
                .extracting(dialect -> dialect.path("dialect").asText())
                .containsExactly("tuf", "ats");
    }

    @Test
    @Order(8)
    void theListIsPagedAndTheContentCached() {
        // Given
        var factory = new TestFactory("paged", Dialect.ATS);
        var events = LongStream.rangeClosed(1, 5).mapToObj(factory::targets).toList();
        topics.publish(factory.root());
        events.forEach(topics::publish);
        awaitArchived(events.getLast());

        // When
        var first = json("/v1/factories/paged/archive?dialect=ats&page_size=3");
        var token = first.path("next_page_token").asText();
        var second = json("/v1/factories/paged/archive?dialect=ats&page_size=3&page_token=" + token);

        // Then
        assertThat(first.path("items"))
                .extracting(item -> item.path("version").asLong())
                .containsExactly(1L, 2L, 3L);
        assertThat(second.path("items"))
                .extracting(item -> item.path("version").asLong())
                .containsExactly(4L, 5L);
        assertThat(second.path("next_page_token").asText()).isEmpty();
        var tag = "\"" + events.getFirst().sha256().hex() + "\"";
        var cached = request("/v1/factories/paged/archive/1/content?dialect=ats", "If-None-Match", tag);
        assertThat(cached.statusCode()).isEqualTo(304);
        assertThat(bytes("/v1/factories/paged/archive/1/content?dialect=ats")
                        .headers()
                        .firstValue("ETag"))
                .contains(tag);
    }

    @Test
    @Order(9)
    void whatIsAskedWronglyIsAnsweredWithAProblem() {
        assertProblem("/v1/factories/nobody/archive", 404, "unknown_factory");
        assertProblem("/v1/factories/NoSuchName/archive", 404, "unknown_factory");
        assertProblem("/v1/factories/nobody/completeness", 404, "unknown_factory");
        assertProblem("/v1/factories/acme/completeness?dialect=ats", 404, "unknown_factory");
        assertProblem("/v1/factories/acme/completeness?dialect=foo", 400, "unknown_dialect");
        assertProblem("/v1/factories/acme/archive?dialect=ats", 404, "unknown_factory");
        assertProblem("/v1/factories/nobody/archive/1/content", 404, "unknown_factory");
        assertProblem("/v1/factories/acme/archive/99", 404, "unknown_version");
        assertProblem("/v1/factories/acme/archive/99/content", 404, "unknown_version");
        assertProblem("/v1/factories/acme/archive/0", 404, "unknown_version");
        assertProblem("/v1/factories/acme/archive/x", 404, "unknown_version");
        assertProblem("/v1/factories/acme/archive?dialect=foo", 400, "unknown_dialect");
        assertProblem("/v1/factories/acme/archive?page_token=x", 400, "invalid_page");
        assertProblem("/v1/factories/acme/archive?page_size=-1", 400, "invalid_page");
        assertProblem("/v1/quarantine?page_token=x", 400, "invalid_page");
        assertProblem("/v1/quarantine/topic/0/1", 404, "unknown_record");
    }

    @Test
    @Order(10)
    void nobodyComesInWithoutAToken() {
        for (var path : new String[] {"/v1/status", "/v1/quarantine", "/v1/factories/acme/archive"}) {
            assertThat(request(path, "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    @Order(11)
    void aStoreThatHangsIsToldToTheReaderWithinSeconds() {
        // Given
        world.google().fault("{\"path\":\"/storage/v1/b/ota-archive/o*\",\"latencyMillis\":20000,\"count\":3}");

        // When
        var begin = System.nanoTime();
        var response = get("/v1/factories/acme/archive");
        var took = Duration.ofNanos(System.nanoTime() - begin);
        world.google().clearFaults();

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("archive_unavailable_store");
        assertThat(took).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    @Order(12)
    void givenANewKeyThatIsNotAcceptedYet_whenItIs_thenItTakesOverAndNothingWasHeld() {
        // Given
        var factory = new TestFactory("rotated");
        topics.publish(factory.root());
        var oldKey = world.google().keyId();
        var file = world.google().anotherKeyFile();
        var newKey = LocalGoogle.keyId(file);
        world.google().disableKey(file);
        world.mountFile(file);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/status").at("/credential/detail").asText())
                        .startsWith("Not usable since")
                        .contains(newKey)
                        .contains("Still on key " + oldKey));
        var meanwhile = factory.targets(1);
        topics.publish(meanwhile);
        awaitArchived(meanwhile);
        assertThat(json("/v1/status").at("/credential/key_in_use").asText()).isEqualTo(oldKey);
        assertThat(json("/v1/status").path("holds")).isEmpty();
        assertThat(health("ready").body()).contains("\"degraded\": true", "\"key_in_use\": \"" + oldKey + "\"");

        // When
        world.google().enableKey(file);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json("/v1/status").at("/credential/key_in_use").asText())
                        .isEqualTo(newKey));
        world.google().disableKey();
        var afterwards = factory.targets(2);
        topics.publish(afterwards);
        awaitArchived(afterwards);
        assertThat(health("ready").body()).contains("\"degraded\": false", "\"key_in_use\": \"" + newKey + "\"");
    }

    private void awaitArchived(TargetsPublished event) {
        var identity = event.identity();
        var path = "/v1/factories/%s/archive/%d/content?dialect=%s"
                .formatted(identity.factory(), identity.version().value(), identity.dialect());
        await().atMost(PATIENCE).untilAsserted(() -> {
            var response = bytes(path);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(event.document().toArray());
        });
    }

    private void assertProblem(String path, int status, String code) {
        var response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    private JsonNode json(String path) {
        var response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    private HttpResponse<String> get(String path) {
        return request(path, "Authorization", "Bearer " + LocalWorld.ADMIN_TOKEN);
    }

    private HttpResponse<byte[]> bytes(String path) {
        var request = HttpRequest.newBuilder(main.resolve(path)).header("OSF-TOKEN", LocalWorld.ADMIN_TOKEN);
        return send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> health(String question) {
        return send(
                HttpRequest.newBuilder(management.resolve("/q/health/" + question))
                        .build(),
                BodyHandlers.ofString());
    }

    private String metrics() {
        return send(HttpRequest.newBuilder(management.resolve("/q/metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> request(String path, String header, String value) {
        var request = HttpRequest.newBuilder(main.resolve(path)).header(header, value);
        if (!header.equals("Authorization")) {
            request.header("Authorization", "Bearer " + LocalWorld.ADMIN_TOKEN);
        }
        return send(request.build(), BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
