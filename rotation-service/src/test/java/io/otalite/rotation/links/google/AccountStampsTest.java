package io.otalite.rotation.links.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.access.AccessToken;
import io.otalite.emulator.google.EmulatorSettings;
import io.otalite.emulator.google.EmulatorSettings.Account;
import io.otalite.emulator.google.EmulatorSettings.Address;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import io.otalite.emulator.google.EmulatorSettings.Project;
import io.otalite.emulator.google.GoogleEmulator;
import io.otalite.emulator.google.access.Duty;
import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.google.GoogleConfig;
import io.otalite.rotation.observation.google.IamAccess;
import io.otalite.rotation.observation.google.IamPoll;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client against the emulator, as the account that reads keys. */
class AccountStampsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PROJECT = "ota-test";
    private static final String BACKUP = "backup@ota-test.iam.gserviceaccount.com";
    private static final String READER = "reader@ota-test.iam.gserviceaccount.com";
    private static final String ADMIN = "the-admin-token-of-this-test";
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "backup-credential");
    private static final String NOTE = "[ota-lite: held by shop/backup-credential]";

    private final World world = new World(Clock.systemUTC());
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));

    /** Each patch goes through a client of its own. */
    private final AtomicInteger patches = new AtomicInteger();

    private boolean leads = true;
    private boolean listed = true;

    @TempDir
    Path home;

    private GoogleEmulator emulator;
    private IamPoll poll;
    private AccountStamps stamps;

    @BeforeEach
    void start() throws IOException {
        emulator = GoogleEmulator.start(
                new EmulatorSettings(
                        Address.loopback(0),
                        home.resolve("data"),
                        AccessToken.of(ADMIN).hash(),
                        new Project(
                                PROJECT,
                                "ota-archive",
                                List.of(
                                        new Account(BACKUP, home.resolve("backup.json"), Duty.STORAGE),
                                        new Account(READER, home.resolve("reader.json"), Duty.KEY_READER))),
                        Limits.DEFAULT),
                Clock.systemUTC());
        world.see(Scope.everywhere(Kinds.SECRET));
        world.put(ObjectReader.read(TestWorld.object("""
                apiVersion: v1
                kind: Secret
                metadata: {namespace: shop, name: backup-credential}
                stringData: {key.json: '{"private_key_id": "%s", "client_email": "%s"}'}
                """.formatted(keyId(), BACKUP))));
        poll = startPoll();
        var access = new IamAccess(config());
        stamps = new AccountStamps(
                () -> {
                    patches.incrementAndGet();
                    return access.accounts();
                },
                world,
                () -> listed,
                new Switch(),
                clock);
    }

    /** A leader by the test's will. */
    private final class Switch implements Leadership {
        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public void onChange(Consumer<Boolean> listener) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void stop() {
        poll.close();
        emulator.close();
    }

    private GoogleConfig config() {
        return ConfigMappings.read(
                GoogleConfig.class,
                Map.of(
                        "ota.google.project",
                        PROJECT,
                        "ota.google.emulator-url",
                        emulator.uri().toString(),
                        "ota.google.interval",
                        "PT0.2S",
                        "ota.google.credential-file",
                        home.resolve("reader.json").toString()));
    }

    private IamPoll startPoll() {
        var started = new IamPoll(config(), world, () -> {});
        started.start();
        await().atMost(SOON)
                .until(() -> world.views().stream()
                        .anyMatch(view -> view.scope().equals(new Scope(Kinds.GOOGLE_KEY, READER))));
        return started;
    }

    @Test
    void whoHoldsAKeyIsWrittenBehindTheOwnersWordsOnce() {
        // Given
        describe("Writes the archive");

        // When
        stamps.round();
        stamps.round();

        // Then
        assertThat(description(BACKUP)).isEqualTo("Writes the archive " + NOTE);
        assertThat(description(READER)).isEmpty();
        awaitSeen("Writes the archive " + NOTE);
        stamps.round();
        assertThat(patches).hasValue(1);
    }

    @Test
    void theNoteGoesWithTheLastHolder() {
        // Given
        describe("Writes the archive " + NOTE);

        // When
        world.remove(SECRET);
        stamps.round();

        // Then
        assertThat(description(BACKUP)).isEqualTo("Writes the archive");
    }

    @Test
    void whoWasFasterIsNotOverwritten() {
        // Given
        poll.close();
        set("Written a moment ago");

        // When
        stamps.round();

        // Then
        assertThat(patches).hasValue(1);
        assertThat(description(BACKUP)).isEqualTo("Written a moment ago");
        poll = startPoll();
        awaitSeen("Written a moment ago");
        stamps.round();
        assertThat(description(BACKUP)).isEqualTo("Written a moment ago " + NOTE);
    }

    @Test
    void whoTakesTheNoteAwayIsNotFought() {
        // Given
        stamps.round();
        describe("");

        // When
        clock.pass(Duration.ofMinutes(9));
        stamps.round();

        // Then
        assertThat(description(BACKUP)).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        stamps.round();
        assertThat(description(BACKUP)).isEqualTo(NOTE);
    }

    @Test
    void whatGoogleRefusesIsTriedAgainLater() throws IOException {
        // Given
        Files.copy(home.resolve("reader.json"), home.resolve("reader.old"));
        poll.close();
        Files.copy(home.resolve("backup.json"), home.resolve("reader.json"), StandardCopyOption.REPLACE_EXISTING);
        stamps.round();
        stamps.round();
        assertThat(patches).hasValue(1);
        Files.copy(home.resolve("reader.old"), home.resolve("reader.json"), StandardCopyOption.REPLACE_EXISTING);

        // When
        clock.pass(Duration.ofMinutes(1));
        stamps.round();

        // Then
        assertThat(patches).hasValue(2);
        assertThat(description(BACKUP)).isEqualTo(NOTE);
    }

    @Test
    void onlyTheLeaderWrites() {
        // Given
        leads = false;

        // When
        stamps.round();

        // Then
        assertThat(patches).hasValue(0);
    }

    @Test
    void nothingIsWrittenWhileWhatIsThereIsNotKnown() {
        // Given
        describe(NOTE);
        world.remove(SECRET);

        // When
        listed = false;
        stamps.round();
        listed = true;
        world.lose(Scope.everywhere(Kinds.SECRET), "no permission");
        stamps.round();
        world.see(Scope.everywhere(Kinds.SECRET));
        poll.close();
        world.lose(new Scope(Kinds.GOOGLE_KEY, BACKUP), "no permission");
        stamps.round();

        // Then
        assertThat(patches).hasValue(0);
        assertThat(description(BACKUP)).isEqualTo(NOTE);
    }

    /** Sets the description and waits until it is seen. */
    private void describe(String description) {
        set(description);
        awaitSeen(description);
    }

    private void awaitSeen(String description) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.find(new ObjectRef(Kinds.GOOGLE_ACCOUNT, PROJECT, BACKUP)))
                        .hasValueSatisfying(account -> assertThat(((GoogleAccount) account).description())
                                .isEqualTo(description)));
    }

    private void set(String description) {
        var body = new ObjectMapper().createObjectNode().put("updateMask", "description");
        body.putObject("serviceAccount").put("description", description);
        var unused = call("PATCH", BACKUP, body.toString());
    }

    private String description(String account) {
        return call("GET", account, "").path("description").asText();
    }

    private JsonNode call(String method, String account, String body) {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("%s/v1/projects/%s/serviceAccounts/%s".formatted(emulator.uri(), PROJECT, account));
            var request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + ADMIN)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keyId() throws IOException {
        try (var in = Files.newInputStream(home.resolve("backup.json"))) {
            return ServiceAccountCredentials.fromStream(in).getPrivateKeyId();
        }
    }
}
