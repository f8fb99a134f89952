package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong with each call of a rotation, and what is then the case. */
class KeyFaultsTest {
    private static final String KEYS = "/v1/projects/%s/serviceAccounts/%s/keys".formatted(PROJECT, BACKUP);
    private static final String SERIES = "/v3/projects/%s/timeSeries".formatted(PROJECT);

    private static OwnPair own;

    private static RunningEmulator emulator;

    @TempDir
    static Path home;

    private String key;

    @BeforeAll
    static void start() {
        own = OwnPair.rsa(2048);
        emulator = RunningEmulator.start(home);
        emulator.send("DELETE", KEYS + "/" + emulator.backupKey().getPrivateKeyId(), ADMIN_TOKEN, "");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @BeforeEach
    void create() {
        var created = emulator.send("POST", KEYS, ADMIN_TOKEN, "{}").body();
        key = KEYS + "/" + ids(created).getFirst();
    }

    @AfterEach
    void mend() {
        emulator.send("DELETE", "/admin/faults", ADMIN_TOKEN, "");
        ids(emulator.get(KEYS, ADMIN_TOKEN).body())
                .forEach(id -> emulator.send("DELETE", KEYS + "/" + id, ADMIN_TOKEN, ""));
    }

    /** The keys that are there afterwards: the one that was there, unless it is gone or disabled, and a new one. */
    @ParameterizedTest
    @CsvSource({
        "drop-before,*/keys,create,old",
        "drop-after,*/keys,create,old new",
        "drop-before,*/keys:upload,upload,old",
        "drop-after,*/keys:upload,upload,old new",
        "drop-before,*/keys/*,delete,old",
        "drop-after,*/keys/*,delete,''",
        "drop-before,*:disable,disable,old",
        "drop-after,*:disable,disable,disabled"
    })
    void aLostConnectionLeavesTheKeysAsTheyAreOrAsTheyWereToBe(String effect, String path, String call, String left) {
        // Given
        emulator.fault("{\"path\":\"%s\",\"effect\":\"%s\"}".formatted(path, effect));

        // When
        assertThatThrownBy(() -> call(call)).isInstanceOf(UncheckedIOException.class);

        // Then
        assertThat(keysLeft()).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"create,*/keys", "upload,*/keys:upload", "delete,*/keys/*", "disable,*:disable", "series,*/timeSeries*"
    })
    void aStatusIsAnsweredAndNothingIsDone(String call, String path) {
        // Given
        emulator.fault("{\"path\":\"%s\",\"effect\":\"status\",\"status\":503,\"latencyMillis\":1}".formatted(path));

        // When
        var status = call(call);

        // Then
        assertThat(status).isEqualTo(503);
        assertThat(keysLeft()).isEqualTo("old");
        assertThat(call(call)).isEqualTo(200);
    }

    @Test
    void aReadOfTheMetricIsLost() {
        // Given
        emulator.fault("{\"path\":\"%s\",\"effect\":\"drop-before\",\"count\":2}".formatted(SERIES));

        // When / Then: the client of this test repeats a read by itself
        assertThatThrownBy(() -> call("series"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    private int call(String name) {
        return switch (name) {
            case "create" -> send("POST", KEYS, "{}");
            case "upload" -> send("POST", KEYS + ":upload", upload());
            case "delete" -> send("DELETE", key, "");
            case "disable" -> send("POST", key + ":disable", "{}");
            case "series" ->
                send(
                        "GET",
                        SERIES + "?interval.endTime=2026-01-01T00:00:00Z&filter=metric.type%3D%22"
                                + "iam.googleapis.com/service_account/key/authn_events_count%22",
                        "");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private int send(String method, String path, String body) {
        return emulator.send(method, path, ADMIN_TOKEN, body).statusCode();
    }

    private static String upload() {
        var certificate = own.certificate(Instant.now(), Duration.ofDays(1));
        return "{\"publicKeyData\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(certificate));
    }

    private String keysLeft() {
        var list = emulator.get(KEYS, ADMIN_TOKEN).body();
        var count = ids(list).size();
        var old = list.contains(key.substring("/v1/".length()));
        if (list.contains("\"disabled\":true")) {
            return "disabled";
        }
        return (old ? "old" : "") + (count > 1 ? " new" : "");
    }

    private static List<String> ids(String keys) {
        return Pattern.compile("/keys/([0-9a-f]{40})\"")
                .matcher(keys)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
