package io.otalite.rotation.observation.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client against the emulator. */
class IamPollTest {
    private static final String PROJECT = "ota-test";
    private static final String BACKUP = "backup@ota-test.iam.gserviceaccount.com";
    private static final String READER = "reader@ota-test.iam.gserviceaccount.com";
    private static final String NOBODY = "nobody@ota-test.iam.gserviceaccount.com";
    private static final String ADMIN = "the-admin-token-of-this-test";
    private static final Scope ACCOUNTS = new Scope(Kinds.GOOGLE_ACCOUNT, PROJECT);

    private final World world = new World(Clock.systemUTC());
    private final AtomicInteger changes = new AtomicInteger();

    @TempDir
    Path home;

    private GoogleEmulator emulator;

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
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private IamPoll poll(String keyFile) {
        var properties = new HashMap<String, String>();
        properties.put("ota.google.project", PROJECT);
        properties.put("ota.google.emulator-url", emulator.uri().toString());
        properties.put("ota.google.interval", "PT0.2S");
        properties.put("ota.google.credential-file", home.resolve(keyFile).toString());
        var config = ConfigMappings.read(GoogleConfig.class, properties);
        return new IamPoll(config, world, changes::incrementAndGet);
    }

    @Test
    void accountsAndTheirKeysAreSeen() throws IOException {
        // When
        poll("reader.json").poll();

        // Then
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_ACCOUNT, PROJECT, BACKUP)))
                .isInstanceOfSatisfying(
                        Sighting.Found.class,
                        found -> assertThat(((GoogleAccount) found.object()).disabled())
                                .isFalse());
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_KEY, BACKUP, keyId("backup.json"))))
                .isInstanceOfSatisfying(Sighting.Found.class, found -> {
                    var key = (GoogleKey) found.object();
                    assertThat(key.project()).isEqualTo(PROJECT);
                    assertThat(key.disabled()).isFalse();
                    assertThat(key.expires()).isEmpty();
                    assertThat(key.origin()).isEqualTo("GOOGLE_PROVIDED");
                    assertThat(key.meta().created()).isPresent();
                });
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_KEY, BACKUP, "unknown")))
                .isInstanceOf(Sighting.Missing.class);
        assertThat(changes).hasValue(1);
    }

    @Test
    void aKeyThatWasDeletedIsMissing() throws Exception {
        // Given
        var poll = poll("reader.json");
        poll.poll();
        var key = new ObjectRef(Kinds.GOOGLE_KEY, BACKUP, keyId("backup.json"));
        delete("/v1/projects/%s/serviceAccounts/%s/keys/%s".formatted(PROJECT, BACKUP, key.name()));

        // When
        poll.poll();

        // Then
        assertThat(world.look(key))
                .isInstanceOfSatisfying(
                        Sighting.Missing.class,
                        missing -> assertThat(missing.gone()).isPresent());
        assertThat(changes).hasValue(1);
    }

    @Test
    void aKeyOfAnAccountThatDoesNotExistIsMissing() {
        // Given
        world.put(ObjectReader.read(secretWithKeyOf(NOBODY)));

        // When
        poll("reader.json").poll();

        // Then
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_KEY, NOBODY, "0123"))).isInstanceOf(Sighting.Missing.class);
    }

    private static JsonNode secretWithKeyOf(String email) {
        var file = "{\"type\": \"service_account\", \"private_key_id\": \"0123\", \"client_email\": \"%s\"}"
                .formatted(email);
        var secret = new JsonMapper().createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("namespace", "shop").put("name", "key");
        secret.putObject("data")
                .put("key.json", Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8)));
        return secret;
    }

    @Test
    void anObjectThatMakesTroubleHidesNoOther() throws IOException {
        // Given
        var trouble = new ObjectRef(Kinds.GOOGLE_ACCOUNT, PROJECT, BACKUP);
        world.addListener((_, after, _) -> {
            if (after.filter(object -> object.ref().equals(trouble)).isPresent()) {
                throw new IllegalStateException("trouble");
            }
        });

        // When
        poll("reader.json").poll();

        // Then
        assertThat(blind()).isEmpty();
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_KEY, BACKUP, keyId("backup.json"))))
                .isInstanceOf(Sighting.Found.class);
    }

    @Test
    void withoutPermissionNothingIsKnown() {
        // When
        poll("backup.json").poll();

        // Then
        assertThat(world.look(new ObjectRef(Kinds.GOOGLE_ACCOUNT, PROJECT, BACKUP)))
                .isEqualTo(new Sighting.Unseen("no permission to list the service accounts of ota-test", true));
    }

    @Test
    void withoutAKeyNothingIsKnownUntilItComes() throws IOException {
        // Given
        var poll = poll("late.json");
        poll.poll();
        assertThat(blind()).isEqualTo("the key file for Google IAM is missing");
        Files.writeString(home.resolve("late.json"), "{\"private_key\": \"canary\"}");
        poll.poll();
        assertThat(blind()).isEqualTo("the key file for Google IAM is not usable");

        // When
        Files.copy(home.resolve("reader.json"), home.resolve("other.json"));
        Files.move(home.resolve("other.json"), home.resolve("late.json"), StandardCopyOption.REPLACE_EXISTING);
        poll.poll();

        // Then
        assertThat(blind()).isEmpty();
        assertThat(changes).hasValue(3);
    }

    @Test
    void whatWasSeenIsNotKnownWhileGoogleIsOutOfReach() throws IOException {
        // Given
        var key = new ObjectRef(Kinds.GOOGLE_KEY, BACKUP, keyId("backup.json"));
        try (var poll = poll("reader.json")) {
            poll.start();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(world.look(key)).isInstanceOf(Sighting.Found.class));

            // When
            emulator.close();

            // Then
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(world.look(key))
                            .isEqualTo(new Sighting.Unseen("Google IAM cannot be reached", true)));
        }
    }

    private String blind() {
        return world.views().stream()
                .filter(view -> view.scope().equals(ACCOUNTS))
                .findFirst()
                .orElseThrow()
                .blind()
                .orElse("");
    }

    private String keyId(String file) throws IOException {
        try (var in = Files.newInputStream(home.resolve(file))) {
            return ServiceAccountCredentials.fromStream(in).getPrivateKeyId();
        }
    }

    private void delete(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(emulator.uri() + path))
                    .header("Authorization", "Bearer " + ADMIN)
                    .method("DELETE", BodyPublishers.noBody())
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }
}
