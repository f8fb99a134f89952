package io.otalite.api.signing.google;

import io.otalite.access.AccessToken;
import io.otalite.emulator.google.EmulatorSettings;
import io.otalite.emulator.google.GoogleEmulator;
import io.otalite.emulator.google.access.Duty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cloud KMS in this process, with a key and an account that may use it. */
public final class KmsEmulator implements AutoCloseable {
    static final String KEY = "projects/ota-local/locations/europe-west1/keyRings/ota/cryptoKeys/signing";

    private static final String ADMIN = "the-local-admin-token-of-this-test-0123456789";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final GoogleEmulator emulator;
    private final Path directory;

    public KmsEmulator(Path directory) {
        this.directory = directory;
        var accounts = List.of(
                new EmulatorSettings.Account("api@ota-local.iam.gserviceaccount.com", keyFile(), Duty.KMS),
                new EmulatorSettings.Account("api@ota-local.iam.gserviceaccount.com", anotherKeyFile(), Duty.KMS),
                new EmulatorSettings.Account(
                        "stranger@ota-local.iam.gserviceaccount.com", strangersKeyFile(), Duty.STORAGE));
        try {
            this.emulator = GoogleEmulator.start(
                    new EmulatorSettings(
                            EmulatorSettings.Address.loopback(0),
                            directory.resolve("data"),
                            AccessToken.of(ADMIN).hash(),
                            new EmulatorSettings.Project("ota-local", "ota-archive", accounts, Set.of(KEY)),
                            EmulatorSettings.Limits.DEFAULT),
                    Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key, as one more replica of the service sees it. */
    public CloudKmsKey key() {
        return CloudKmsKey.open(access(keyFile(), PATIENCE));
    }

    KmsAccess access(Path credentials, Duration patience) {
        return new KmsAccess(KEY, Optional.of(credentials), Optional.of(uri()), patience);
    }

    URI uri() {
        return emulator.uri();
    }

    Path keyFile() {
        return directory.resolve("kms-key.json");
    }

    Path anotherKeyFile() {
        return directory.resolve("another-kms-key.json");
    }

    Path strangersKeyFile() {
        return directory.resolve("stranger-key.json");
    }

    /** From now on Cloud KMS answers 503. */
    public void goAway() {
        fault("{\"path\":\"/v1/projects/*\",\"effect\":\"status\",\"status\":503}");
    }

    /** Switches a fault on: members method, path, count, effect, status, latencyMillis. */
    void fault(String json) {
        send("POST", json);
    }

    public void mend() {
        send("DELETE", "");
    }

    private void send(String method, String body) {
        var request = HttpRequest.newBuilder(uri().resolve("/admin/faults"))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + ADMIN)
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
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
        http.close();
    }
}
