package io.otalite.rotation.credentials.google;

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
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.observation.google.GoogleConfig;
import io.otalite.rotation.observation.google.IamAccess;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Google with an account whose key is rotated, one that rotates it and others that may do less; and a clock that a test moves. */
final class GoogleScene implements AutoCloseable {
    static final ObjectRef SECRET = new ObjectRef("Secret", "ota-lite", "archive-credential");
    static final String PROJECT = "ota-test";
    static final String BUCKET = "ota-archive";
    static final String BACKUP = "backup@ota-test.iam.gserviceaccount.com";
    static final String IDLE = "idle@ota-test.iam.gserviceaccount.com";
    private static final String NOBODY = "nobody@ota-test.iam.gserviceaccount.com";
    private static final String READER = "reader@ota-test.iam.gserviceaccount.com";
    private static final String ROTATOR = "rotator@ota-test.iam.gserviceaccount.com";
    private static final String ADMIN = "the-admin-token-of-this-test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    final MutableClock clock = new MutableClock(Instant.now());
    final TestWorld world = new TestWorld(clock);
    private final GoogleEmulator emulator;
    final Map<ObjectRef, Map<String, Bytes>> contents = new HashMap<>();
    private Issued inUse;

    GoogleScene(Path home) {
        this.home = home;
        try {
            emulator = GoogleEmulator.start(
                    new EmulatorSettings(
                            Address.loopback(0),
                            home.resolve("data"),
                            AccessToken.of(ADMIN).hash(),
                            new Project(
                                    PROJECT,
                                    BUCKET,
                                    List.of(
                                            new Account(BACKUP, home.resolve("backup.json"), Duty.STORAGE),
                                            new Account(IDLE, home.resolve("idle.json"), Duty.STORAGE),
                                            new Account(NOBODY, home.resolve("nobody.json"), Duty.STORAGE),
                                            new Account(READER, home.resolve("reader.json"), Duty.KEY_READER),
                                            new Account(ROTATOR, home.resolve("rotator.json"), Duty.KEY_ADMIN))),
                            Limits.DEFAULT),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inUse = createKey();
    }

    /** An issuer with the rights of the account that rotates. @param settings of its own configuration */
    GoogleKeys issuer(Map<String, String> settings) {
        return issuer("rotator.json", emulator.uri(), settings);
    }

    /** An issuer without any rights. */
    GoogleKeys powerless() {
        return issuer("nobody.json", emulator.uri(), Map.of());
    }

    /** An issuer that may look at accounts and keys. */
    GoogleKeys reading() {
        return issuer("reader.json", emulator.uri(), Map.of());
    }

    GoogleKeys unreachable() {
        return issuer("rotator.json", URI.create("http://127.0.0.1:1"), Map.of());
    }

    /** An issuer whose clock is ahead of Google's. */
    GoogleKeys ahead(Duration time) {
        return issuer("rotator.json", emulator.uri(), Map.of(), Clock.offset(clock, time));
    }

    private GoogleKeys issuer(String keyFile, URI google, Map<String, String> settings) {
        return issuer(keyFile, google, settings, clock);
    }

    private GoogleKeys issuer(String keyFile, URI google, Map<String, String> settings, Clock clock) {
        var access = new IamAccess(ConfigMappings.read(
                GoogleConfig.class,
                Map.of(
                        "ota.google.project", PROJECT,
                        "ota.google.emulator-url", google.toString(),
                        "ota.google.credential-file", home.resolve(keyFile).toString())));
        var all = new HashMap<String, String>();
        all.put("ota.rotations.google.settling", "PT0S");
        all.put("ota.rotations.google.visibility-delay", "PT0S");
        settings.forEach((name, value) -> all.put("ota.rotations.google." + name, value));
        return new GoogleKeys(
                new GoogleAccess(PROJECT, access::accounts, access::requests, Optional.of(google)),
                ConfigMappings.read(GoogleKeysConfig.class, all),
                new CredentialHolders(world.world()),
                secret -> Optional.ofNullable(contents.get(secret)),
                new SecureRandom(),
                clock);
    }

    Subject subject() {
        return subject(Map.of("bucket", BUCKET));
    }

    /** Where the key in use stands. */
    Map<ObjectRef, Set<String>> places() {
        return Map.of(SECRET, Set.of("key.json"));
    }

    Subject subject(Map<String, String> settings) {
        return new Subject(Subjects.GOOGLE_KEY, BACKUP, Optional.of(inUse().id()), SECRET, settings);
    }

    Issued inUse() {
        return inUse;
    }

    String inUseFile() {
        return new String(inUse.parts().get(Issued.WHOLE).toArray(), StandardCharsets.UTF_8);
    }

    static ServiceAccountCredentials parsed(Bytes file) {
        try {
            return (ServiceAccountCredentials) ServiceAccountCredentials.fromStream(file.asInputStream())
                    .createWithCustomRetryStrategy(false)
                    .createScoped("https://www.googleapis.com/auth/devstorage.read_write");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exchanges the key for a token, as its owner does. */
    static boolean letsIn(Issued key) {
        try {
            return parsed(key.parts().get(Issued.WHOLE)).refreshAccessToken().getTokenValue() != null;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Exchanges it, and lets the span in which that is counted pass. */
    void use(Issued key) {
        if (!letsIn(key)) {
            throw new IllegalStateException("refused");
        }
        pass(Duration.ofSeconds(2));
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    /** Every key that is enabled. */
    Set<String> good() {
        var keys = json(call("GET", keysPath() + "?keyTypes=USER_MANAGED", "")).path("keys");
        var good = new TreeSet<String>();
        keys.forEach(key -> {
            if (!key.path("disabled").asBoolean()) {
                good.add(key.path("name").asText().replaceFirst(".*/", ""));
            }
        });
        return good;
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes every key away but the one in use; where that is gone, the account gets another. */
    void reset() {
        call("DELETE", "/admin/faults", "");
        lags("{\"keyPropagationMillis\":0}");
        var names = new ArrayList<String>();
        json(call("GET", keysPath(), ""))
                .path("keys")
                .forEach(key -> names.add(key.path("name").asText()));
        var mine = names.stream().filter(name -> name.endsWith(inUse.id())).findFirst();
        names.stream()
                .filter(name -> !mine.equals(Optional.of(name)))
                .forEach(name -> call("DELETE", "/v1/" + name, ""));
        mine.ifPresentOrElse(name -> call("POST", "/v1/" + name + ":enable", "{}"), () -> inUse = createKey());
        contents.clear();
        contents.put(SECRET, Map.of("key.json", inUse.parts().get(Issued.WHOLE)));
    }

    private static String keysPath() {
        return "/v1/projects/%s/serviceAccounts/%s/keys".formatted(PROJECT, BACKUP);
    }

    /** Makes a key as its owner. */
    Issued createKey() {
        var made = json(call("POST", keysPath(), "{}"));
        var file = Bytes.copyOf(
                Base64.getDecoder().decode(made.path("privateKeyData").asText()));
        return new Issued(parsed(file).getPrivateKeyId(), Map.of(Issued.WHOLE, file));
    }

    /** @param verb {@code disable} or {@code enable} */
    void account(String verb) {
        call("POST", "/v1/projects/%s/serviceAccounts/%s:%s".formatted(PROJECT, BACKUP, verb), "{}");
    }

    void lags(String json) {
        call("PATCH", "/admin/lags", json);
    }

    /** Of the next call. @param members of it, in JSON */
    void fault(String members) {
        call("POST", "/admin/faults", "{" + members + "}");
    }

    private String call(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(emulator.uri() + path))
                .header("Authorization", "Bearer " + ADMIN)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        emulator.close();
    }
}
