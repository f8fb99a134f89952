package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is not enabled opens no door; one that is, opens all its doors. */
class KeyEnforcementTest {
    @TempDir
    Path home;

    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void givenADisabledKey_whenExchanged_thenRefused() {
        // Given
        var key = emulator.backupKey();
        emulator.changeKey(key.getPrivateKeyId(), "disable");

        // When
        var refusal = failure(() -> write(emulator.storage(key)));

        // Then
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isZero());
        assertThat(refusal).hasStackTraceContaining("invalid_grant").hasStackTraceContaining("Invalid JWT Signature.");
    }

    @Test
    void givenADisabledKey_whenUsedSelfSignedWithScope_thenRefused() {
        // Given
        var key = emulator.backupKey();
        var storage = selfSigned(key);
        write(storage);
        emulator.changeKey(key.getPrivateKeyId(), "disable");

        // When
        var refusal = failure(() -> write(storage));

        // Then
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(401));
    }

    @Test
    void givenADisabledKey_whenUsedSelfSignedWithAudience_thenRefused() throws IOException {
        // Given
        var key = emulator.backupKey();
        var before = getBucket(audienceToken(key));
        emulator.changeKey(key.getPrivateKeyId(), "disable");

        // When
        var after = getBucket(audienceToken(key));

        // Then
        assertThat(before).isEqualTo(200);
        assertThat(after).isEqualTo(401);
    }

    @Test
    void givenAnotherKeyUnderTheRightKid_whenExchanged_thenRefused() {
        // Given
        var right = emulator.backupKey();
        var wrong = right.toBuilder()
                .setPrivateKey(emulator.rotatorKey().getPrivateKey())
                .build();

        // When
        var refusal =
                failure(() -> wrong.createScoped(RunningEmulator.READ_WRITE).refreshAccessToken());

        // Then
        assertThat(refusal).hasStackTraceContaining("invalid_grant");
        assertThat(failure(() -> write(selfSigned((ServiceAccountCredentials) wrong))))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void givenATokenInUse_whenItsKeyIsDisabled_thenTheTokenLivesOnAndNoNewOneIsGiven() {
        // Given
        var key = emulator.backupKey();
        var storage = emulator.storage(key);
        write(storage);

        // When
        emulator.changeKey(key.getPrivateKeyId(), "disable");

        // Then
        write(storage);
        assertThat(failure(() -> write(emulator.storage(key)))).isInstanceOf(StorageException.class);
    }

    @Test
    void givenTokensThatAreRenewedForEachCall_whenTheKeyIsDisabledAndEnabled_thenTheSameClientFollows() {
        // Given
        emulator.close();
        emulator = RunningEmulator.start(home, new Limits(Duration.ofSeconds(170), 1024));
        var key = emulator.backupKey();
        var storage = emulator.storage(key);
        write(storage);

        // When
        emulator.changeKey(key.getPrivateKeyId(), "disable");
        var refusal = failure(() -> write(storage));
        emulator.changeKey(key.getPrivateKeyId(), "enable");

        // Then
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isZero());
        write(storage);
    }

    @Test
    void givenADisabledAccount_thenItsTokensAndItsKeysAreRefused() {
        // Given
        var key = emulator.backupKey();
        var token = RunningEmulator.exchanged(key);
        var account = "/v1/projects/%s/serviceAccounts/%s".formatted(PROJECT, BACKUP);

        // When
        emulator.send("POST", account + ":disable", RunningEmulator.ADMIN_TOKEN, "{}");

        // Then
        assertThat(getBucket(token)).isEqualTo(401);
        assertThatThrownBy(() -> key.createScoped(RunningEmulator.READ_WRITE).refreshAccessToken())
                .hasStackTraceContaining("account not found");
    }

    @Test
    void givenADeletedKey_whenExchanged_thenRefused() {
        // Given
        var key = emulator.backupKey();
        var path = "/v1/projects/%s/serviceAccounts/%s/keys/%s".formatted(PROJECT, BACKUP, key.getPrivateKeyId());

        // When
        var deleted = emulator.send("DELETE", path, RunningEmulator.exchanged(emulator.rotatorKey()), "");

        // Then
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> key.createScoped(RunningEmulator.READ_WRITE).refreshAccessToken())
                .hasStackTraceContaining("invalid_grant");
    }

    @Test
    void anonymousAndMadeUpCallersAreRefused() {
        // Given
        var anonymous = emulator.options(emulator.backupKey())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();

        // When
        var refusal = failure(() -> anonymous.get(BUCKET));
        var madeUp = emulator.get("/storage/v1/b/" + BUCKET, "made-up");

        // Then
        assertThat(refusal).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.getCode()).isEqualTo(401);
            assertThat(e.getReason()).isEqualTo("required");
        });
        assertThat(madeUp.statusCode()).isEqualTo(401);
        assertThat(madeUp.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    void anAccountThatIsNoMemberIsToldWhoLacksWhat() {
        // Given
        var storage = emulator.storage(emulator.rotatorKey());

        // When
        var refusal = failure(() -> write(storage));

        // Then
        assertThat(refusal).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.getCode()).isEqualTo(403);
            assertThat(e.getReason()).isEqualTo("forbidden");
            assertThat(e.getMessage()).contains(RunningEmulator.ROTATOR, "storage.objects.create");
        });
    }

    @Test
    void aTokenCannotDoMoreThanItsScopes() throws IOException {
        // Given
        var readOnly = emulator.backupKey()
                .createScoped("https://www.googleapis.com/auth/devstorage.read_only")
                .refreshAccessToken()
                .getTokenValue();

        // When
        var upload = "/upload/storage/v1/b/%s/o?uploadType=media&name=x".formatted(BUCKET);
        var write = emulator.send("POST", upload, readOnly, "x");

        // Then
        assertThat(getBucket(readOnly)).isEqualTo(200);
        assertThat(write.statusCode()).isEqualTo(403);
        assertThat(write.body()).contains("insufficientPermissions");
    }

    @Test
    void theUseOfEachKeyIsCounted() throws IOException {
        // Given
        var key = emulator.backupKey();
        RunningEmulator.exchanged(key);
        RunningEmulator.exchanged(key);
        getBucket(audienceToken(key));

        // When
        var usage =
                emulator.get("/admin/key-usage", RunningEmulator.ADMIN_TOKEN).body();

        // Then
        assertThat(usage)
                .contains("\"keyId\":\"" + key.getPrivateKeyId() + "\"")
                .contains("\"exchanges\":2,\"selfSigned\":1");
    }

    private void write(Storage storage) {
        storage.create(BlobInfo.newBuilder(BUCKET, "written").build(), "x".getBytes(StandardCharsets.UTF_8));
    }

    private Storage selfSigned(ServiceAccountCredentials key) {
        return emulator.options((ServiceAccountCredentials) key.createScoped(RunningEmulator.READ_WRITE))
                .setUseJwtAccessWithScope(true)
                .build()
                .getService();
    }

    private String audienceToken(GoogleCredentials unscoped) throws IOException {
        return unscoped.getRequestMetadata(URI.create(emulator.uri() + "/"))
                .get("Authorization")
                .getFirst()
                .substring("Bearer ".length());
    }

    private int getBucket(String token) {
        return emulator.get("/storage/v1/b/" + BUCKET, token).statusCode();
    }

    private static Throwable failure(ThrowingCall call) {
        try {
            call.run();
            return new AssertionError("Expected a refusal");
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private interface ThrowingCall {
        void run() throws IOException;
    }
}
