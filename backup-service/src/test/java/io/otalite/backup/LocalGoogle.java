package io.otalite.backup;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** The Google emulator in this process, with a bucket, an account and its key. */
public final class LocalGoogle implements AutoCloseable {
    public static final String BUCKET = "ota-archive";
    public static final String PROJECT = "ota-local";
    public static final String ACCOUNT = "backup@ota-local.iam.gserviceaccount.com";
    public static final String STRANGER = "stranger@ota-local.iam.gserviceaccount.com";

    private static final String ADMIN = "the-local-admin-token-of-this-test-0123456789";
    private static final Pattern KEY_ID = Pattern.compile("\"private_key_id\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final GoogleEmulator emulator;
    private final Path directory;

    public LocalGoogle(Path directory) {
        this.directory = directory;
        var accounts = List.of(
                new EmulatorSettings.Account(ACCOUNT, keyFile(), Duty.STORAGE),
                new EmulatorSettings.Account(ACCOUNT, anotherKeyFile(), Duty.STORAGE),
                new EmulatorSettings.Account(STRANGER, strangersKeyFile(), Duty.KEY_ADMIN));
        var settings = new EmulatorSettings(
                EmulatorSettings.Address.loopback(0),
                directory.resolve("data"),
                AccessToken.of(ADMIN).hash(),
                new EmulatorSettings.Project(PROJECT, BUCKET, accounts),
                EmulatorSettings.Limits.DEFAULT);
        try {
            this.emulator = GoogleEmulator.start(settings, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return emulator.uri();
    }

    public Path keyFile() {
        return directory.resolve("gcs-key.json");
    }

    /** One more key of the account that may use the bucket. */
    public Path anotherKeyFile() {
        return directory.resolve("another-gcs-key.json");
    }

    /** The key of an account that may do other things, but not use the bucket. */
    public Path strangersKeyFile() {
        return directory.resolve("stranger-key.json");
    }

    public void disableKey() {
        disableKey(keyFile());
    }

    public void enableKey() {
        enableKey(keyFile());
    }

    public void disableKey(Path keyFile) {
        key(keyId(keyFile), ":disable");
    }

    public void enableKey(Path keyFile) {
        key(keyId(keyFile), ":enable");
    }

    /** Switches a fault on: members method, path, count, effect, status, latencyMillis. */
    public void fault(String json) {
        send("POST", "/admin/faults", json);
    }

    public void clearFaults() {
        send("DELETE", "/admin/faults", "");
    }

    @Override
    public void close() {
        emulator.close();
        http.close();
    }

    private void key(String id, String operation) {
        send("POST", "/v1/projects/%s/serviceAccounts/%s/keys/%s%s".formatted(PROJECT, ACCOUNT, id, operation), "{}");
    }

    public String keyId() {
        return keyId(keyFile());
    }

    public static String keyId(Path keyFile) {
        try {
            var matcher = KEY_ID.matcher(Files.readString(keyFile));
            if (!matcher.find()) {
                throw new IllegalStateException("No key id in " + keyFile);
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(uri().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
