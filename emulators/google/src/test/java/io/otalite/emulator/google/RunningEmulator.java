package io.otalite.emulator.google;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.api.services.iam.v1.Iam;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.otalite.access.AccessToken;
import io.otalite.emulator.google.EmulatorSettings.Account;
import io.otalite.emulator.google.EmulatorSettings.Address;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import io.otalite.emulator.google.EmulatorSettings.Project;
import io.otalite.emulator.google.access.Duty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An emulator on a free port with its accounts, and real clients of it. */
final class RunningEmulator implements AutoCloseable {
    static final String PROJECT = "ota-test";
    static final String BUCKET = "ota-archive";
    static final String BACKUP = "backup@ota-test.iam.gserviceaccount.com";
    static final String ROTATOR = "rotator@ota-test.iam.gserviceaccount.com";
    static final String READER = "reader@ota-test.iam.gserviceaccount.com";
    static final String STRANGER = "stranger@ota-test.iam.gserviceaccount.com";
    static final String CIPHER = "cipher@ota-test.iam.gserviceaccount.com";
    static final String KMS_KEY = "projects/ota-test/locations/europe-west1/keyRings/ota/cryptoKeys/signing";
    static final String OTHER_KMS_KEY = KMS_KEY + "-2";
    static final String READ_WRITE = "https://www.googleapis.com/auth/devstorage.read_write";
    static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
    static final String ADMIN_TOKEN = "the-admin-token-of-this-test";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    private final GoogleEmulator emulator;

    private RunningEmulator(Path home, GoogleEmulator emulator) {
        this.home = home;
        this.emulator = emulator;
    }

    static RunningEmulator start(Path home) {
        return start(home, Limits.DEFAULT);
    }

    static RunningEmulator start(Path home, Limits limits) {
        return start(home, limits, 0);
    }

    static RunningEmulator start(Path home, Limits limits, int port) {
        return start(home, limits, port, Clock.systemUTC());
    }

    /** With a clock that the test moves, by less than the five minutes that assertions of clients are given. */
    static RunningEmulator start(Path home, Limits limits, Clock clock) {
        return start(home, limits, 0, clock);
    }

    private static RunningEmulator start(Path home, Limits limits, int port, Clock clock) {
        try {
            return new RunningEmulator(home, GoogleEmulator.start(settings(home, limits, port), clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmulatorSettings settings(Path home, Limits limits, int port) {
        return new EmulatorSettings(
                Address.loopback(port),
                home.resolve("data"),
                AccessToken.of(ADMIN_TOKEN).hash(),
                new Project(
                        PROJECT,
                        BUCKET,
                        List.of(
                                new Account(BACKUP, home.resolve("backup.json"), Duty.STORAGE),
                                new Account(ROTATOR, home.resolve("rotator.json"), Duty.KEY_ADMIN),
                                new Account(READER, home.resolve("reader.json"), Duty.KEY_READER),
                                new Account(CIPHER, home.resolve("cipher.json"), Duty.KMS)),
                        Set.of(KMS_KEY, OTHER_KMS_KEY)),
                limits);
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve("data");
    }

    URI uri() {
        return emulator.uri();
    }

    ServiceAccountCredentials backupKey() {
        return key(home.resolve("backup.json"));
    }

    ServiceAccountCredentials rotatorKey() {
        return key(home.resolve("rotator.json"));
    }

    ServiceAccountCredentials readerKey() {
        return key(home.resolve("reader.json"));
    }

    ServiceAccountCredentials cipherKey() {
        return key(home.resolve("cipher.json"));
    }

    static ServiceAccountCredentials key(Path file) {
        try {
            return key(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Google's library reads in a key file. */
    static ServiceAccountCredentials key(byte[] file) {
        try {
            return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(file))
                    .createWithCustomRetryStrategy(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client as the archive uses it. */
    Storage storage() {
        return storage(backupKey());
    }

    Storage storage(ServiceAccountCredentials key) {
        return options((ServiceAccountCredentials) key.createScoped(READ_WRITE))
                .build()
                .getService();
    }

    StorageOptions.Builder options(ServiceAccountCredentials key) {
        var builder = StorageOptions.http()
                .setProjectId(PROJECT)
                .setCredentials(key)
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(2_000)
                        .setReadTimeout(10_000)
                        .build())
                .setRetrySettings(StorageOptions.getDefaultRetrySettings().toBuilder()
                        .setMaxAttempts(3)
                        .setInitialRetryDelayDuration(Duration.ofMillis(20))
                        .setMaxRetryDelayDuration(Duration.ofMillis(100))
                        .setTotalTimeoutDuration(Duration.ofSeconds(15))
                        .build());
        builder.setUniverseDomain("googleapis.com");
        builder.setHost(uri().toString());
        return builder;
    }

    /** Google's client of the IAM API, which sends bodies compressed and in chunks. */
    Iam.Projects.ServiceAccounts iam(ServiceAccountCredentials key) {
        return new Iam.Builder(
                        new NetHttpTransport(),
                        GsonFactory.getDefaultInstance(),
                        new HttpCredentialsAdapter(key.createScoped(CLOUD_PLATFORM)))
                .setRootUrl(uri() + "/")
                .setApplicationName("test")
                .build()
                .projects()
                .serviceAccounts();
    }

    /** Google's client of Cloud KMS. */
    CloudKMS.Projects.Locations.KeyRings.CryptoKeys kms(ServiceAccountCredentials key) {
        return new CloudKMS.Builder(
                        new NetHttpTransport(),
                        GsonFactory.getDefaultInstance(),
                        new HttpCredentialsAdapter(key.createScoped(CLOUD_PLATFORM)))
                .setRootUrl(uri() + "/")
                .setApplicationName("test")
                .build()
                .projects()
                .locations()
                .keyRings()
                .cryptoKeys();
    }

    /** Disables or enables a key as the key administrator, with a token from the token endpoint. */
    void changeKey(String keyId, String verb) {
        var path = "/v1/projects/%s/serviceAccounts/%s/keys/%s:%s".formatted(PROJECT, BACKUP, keyId, verb);
        var answer = send("POST", path, exchanged(rotatorKey()), "{}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    static String exchanged(ServiceAccountCredentials key) {
        try {
            return key.createScoped(CLOUD_PLATFORM).refreshAccessToken().getTokenValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How late the emulator is from now on, in the form of its admin operation. */
    void lags(String json) {
        var answer = send("PATCH", "/admin/lags", ADMIN_TOKEN, json);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    void fault(String json) {
        var answer = send("POST", "/admin/faults", ADMIN_TOKEN, json);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.body());
        }
    }

    HttpResponse<String> get(String path, String token) {
        return send("GET", path, token, "");
    }

    HttpResponse<String> send(String method, String path, String token, String body) {
        var request = HttpRequest.newBuilder(URI.create(uri() + path))
                .method(method, BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        emulator.close();
    }
}
