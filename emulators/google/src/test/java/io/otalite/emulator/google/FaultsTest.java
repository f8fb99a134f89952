package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on request, seen with the eyes of the real client. */
@Timeout(60)
class FaultsTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path home;

    private static RunningEmulator emulator;
    private static Storage storage;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
        storage = emulator.storage();
        storage.get(BUCKET);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @AfterEach
    void mend() {
        emulator.send("DELETE", "/admin/faults", ADMIN_TOKEN, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after"})
    void givenTheResponseIsLostAfterTheCommit_whenCreated_thenTheClientMeetsItsOwnObject(String effect) {
        // Given
        emulator.fault(uploads("POST", effect));
        var info = BlobInfo.newBuilder(BUCKET, "lost/" + effect).build();

        // When / Then
        assertThatThrownBy(() -> storage.create(info, CONTENT, BlobTargetOption.doesNotExist()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
        assertThat(storage.readAllBytes(info.getBlobId())).isEqualTo(CONTENT);
    }

    @Test
    void givenTheConnectionIsLostBeforeTheCommit_whenCreated_thenTheRepetitionSucceeds() {
        // Given
        emulator.fault(uploads("POST", "drop-before"));
        var info = BlobInfo.newBuilder(BUCKET, "dropped").build();

        // When
        var created = storage.create(info, CONTENT, BlobTargetOption.doesNotExist());

        // Then
        assertThat(storage.readAllBytes(created.getBlobId())).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-after", "status-after"})
    void givenTheLastResponseOfAResumableUploadIsLost_thenTheClientAsksAndSucceeds(String effect) throws IOException {
        // Given
        emulator.fault(uploads("PUT", effect));
        var info = BlobInfo.newBuilder(BUCKET, "asked/" + effect).build();

        // When
        var created = storage.createFrom(info, new ByteArrayInputStream(CONTENT), BlobWriteOption.doesNotExist());

        // Then
        assertThat(storage.readAllBytes(created.getBlobId())).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({"403,forbidden", "429,rateLimitExceeded", "503,backendError"})
    void aStatusIsAnsweredInGooglesForm(int status, String reason) {
        // Given
        emulator.fault("{\"effect\":\"status\",\"status\":%d,\"count\":10}".formatted(status));

        // When / Then
        assertThatThrownBy(() -> storage.get(BUCKET)).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.getCode()).isEqualTo(status);
            assertThat(e.getReason()).isEqualTo(reason);
        });
    }

    @Test
    void aStatusOf401MakesTheClientRenewItsToken() {
        // Given
        emulator.fault("{\"method\":\"GET\",\"path\":\"/storage/*\",\"effect\":\"status\",\"status\":401}");

        // When
        var bucket = storage.get(BUCKET);

        // Then
        assertThat(bucket).isNotNull();
        assertThat(faults()).contains("\"met\":1");
    }

    @Test
    void givenTheTokenEndpointIsDown_thenANewClientIsStopped() {
        // Given
        emulator.fault("{\"path\":\"/token\",\"effect\":\"status\",\"status\":503,\"count\":100}");

        // When / Then
        assertThatThrownBy(() -> emulator.storage().get(BUCKET))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isZero());
    }

    @Test
    void aPageOfAProxyIsNoJson() {
        // Given
        emulator.fault("{\"path\":\"/storage/*\",\"effect\":\"not-json\",\"status\":502}");

        // When
        var answer = emulator.get("/storage/v1/b/" + BUCKET, ADMIN_TOKEN);

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).startsWith("<html>");
    }

    @Test
    void aDelayIsWaitedForAndEndsWithItsFault() {
        // Given
        emulator.fault("{\"path\":\"/storage/*\",\"latencyMillis\":100}");
        var started = System.nanoTime();

        // When
        var answer = emulator.get("/storage/v1/b/" + BUCKET, ADMIN_TOKEN);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aFaultMeetsOnlyWhatItNamesAndOnlyAsOftenAsItSays() {
        // Given
        emulator.fault("{\"method\":\"GET\",\"path\":\"/storage/v1/b/*\",\"effect\":\"status\",\"count\":2}");

        // When
        var others = emulator.send("POST", "/token", "", "").statusCode();
        var first = emulator.get("/storage/v1/b/" + BUCKET, ADMIN_TOKEN).statusCode();
        var second = emulator.get("/storage/v1/b/" + BUCKET, ADMIN_TOKEN).statusCode();
        var third = emulator.get("/storage/v1/b/" + BUCKET, ADMIN_TOKEN).statusCode();

        // Then
        assertThat(others).isNotEqualTo(503);
        assertThat(new int[] {first, second, third}).containsExactly(503, 503, 200);
        assertThat(faults()).contains("\"count\":2", "\"met\":2");
    }

    @Test
    void aFaultCanNameAQuery() {
        // Given
        emulator.fault("{\"path\":\"*uploadType=resumable*\",\"effect\":\"status\",\"status\":403}");
        var info = BlobInfo.newBuilder(BUCKET, "by-query").build();

        // When
        storage.create(info, CONTENT);

        // Then
        assertThatThrownBy(() -> storage.createFrom(info, new ByteArrayInputStream(CONTENT)))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }

    @Test
    void oneFaultIsEndedByItsId() {
        // Given
        var added = emulator.send("POST", "/admin/faults", ADMIN_TOKEN, "{\"effect\":\"drop-before\"}");
        var id = added.body().replaceAll(".*\"id\":\"([0-9]+)\".*", "$1");

        // When
        var ended = emulator.send("DELETE", "/admin/faults/" + id, ADMIN_TOKEN, "");
        var again = emulator.send("DELETE", "/admin/faults/" + id, ADMIN_TOKEN, "");

        // Then
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(faults()).contains("\"faults\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"effect\":\"explode\"}",
                "{\"count\":0}",
                "{\"status\":99}",
                "{\"latencyMillis\":-1}",
                "{\"count\":\"1\"}",
                "{\"colour\":\"red\"}",
                "{\"path\":\"\"}",
                "[]",
                "{\"count\":1,\"count\":2}"
            })
    void aFaultThatMakesNoSenseIsRefused(String fault) {
        // When
        var answer = emulator.send("POST", "/admin/faults", ADMIN_TOKEN, fault);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(faults()).contains("\"faults\":[]");
    }

    @Test
    void onlyTheAdminTokenOpensTheAdminDoor() {
        // Given
        var token = RunningEmulator.exchanged(emulator.rotatorKey());

        // When
        var anonymous = emulator.get("/admin/faults", "");
        var other = emulator.get("/admin/key-usage", token);
        var wrong = emulator.send("POST", "/admin/faults", "wrong", "{}");

        // Then
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(faults()).contains("\"faults\":[]");
    }

    private static String uploads(String method, String effect) {
        return "{\"method\":\"%s\",\"path\":\"/upload/*\",\"effect\":\"%s\"}".formatted(method, effect);
    }

    private static String faults() {
        return emulator.get("/admin/faults", ADMIN_TOKEN).body();
    }
}
