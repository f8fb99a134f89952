package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.KMS_KEY;
import static io.otalite.emulator.google.RunningEmulator.OTHER_KMS_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.cloudkms.v1.model.DecryptRequest;
import com.google.api.services.cloudkms.v1.model.EncryptRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloud KMS, as Google's client sees it. */
class KmsTest {
    private static final byte[] PLAINTEXT = "a data key".getBytes(UTF_8);
    private static final byte[] FACTORY = "acme".getBytes(UTF_8);

    @TempDir
    static Path home;

    private static RunningEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void whatWasEncryptedIsDecryptedAlsoAfterARestart() throws IOException {
        // Given
        var encrypted = emulator.kms(emulator.cipherKey())
                .encrypt(KMS_KEY, encryption(crc(PLAINTEXT)))
                .execute();
        emulator.close();
        emulator = RunningEmulator.start(home);

        // When
        var decrypted = emulator.kms(emulator.cipherKey())
                .decrypt(KMS_KEY, decryption(encrypted.decodeCiphertext(), FACTORY))
                .execute();

        // Then
        assertThat(encrypted.getName()).isEqualTo(KMS_KEY + "/cryptoKeyVersions/1");
        assertThat(encrypted.getCiphertextCrc32c()).isEqualTo(crc(encrypted.decodeCiphertext()));
        assertThat(encrypted.getVerifiedPlaintextCrc32c()).isTrue();
        assertThat(encrypted.getVerifiedAdditionalAuthenticatedDataCrc32c()).isTrue();
        assertThat(decrypted.decodePlaintext()).isEqualTo(PLAINTEXT);
        assertThat(decrypted.getPlaintextCrc32c()).isEqualTo(crc(PLAINTEXT));
        assertThat(decrypted.getUsedPrimary()).isTrue();
    }

    @Test
    void aCiphertextIsBoundToItsKeyItsDataAndItsBytes() throws IOException {
        // Given
        var kms = emulator.kms(emulator.cipherKey());
        var ciphertext =
                kms.encrypt(KMS_KEY, encryption(crc(PLAINTEXT))).execute().decodeCiphertext();
        var changed = ciphertext.clone();
        changed[changed.length - 1] ^= 1;

        // When
        var otherKey = kms.decrypt(OTHER_KMS_KEY, decryption(ciphertext, FACTORY));
        var otherData = kms.decrypt(KMS_KEY, decryption(ciphertext, "other".getBytes(UTF_8)));
        var otherBytes = kms.decrypt(KMS_KEY, decryption(changed, FACTORY));
        var nothing = kms.decrypt(KMS_KEY, decryption(new byte[0], FACTORY));

        // Then
        for (var call : List.of(otherKey, otherData, otherBytes, nothing)) {
            assertThatThrownBy(call::execute).isInstanceOfSatisfying(GoogleJsonResponseException.class, refused -> {
                assertThat(refused.getStatusCode()).isEqualTo(400);
                assertThat(refused.getDetails().get("status")).isEqualTo("INVALID_ARGUMENT");
                assertThat(refused.getDetails().getMessage())
                        .isEqualTo("Decryption failed: the ciphertext is invalid.");
            });
        }
    }

    @Test
    void aWrongChecksumOfTheRequestIsRefusedAndAMissingOneIsNotVerified() throws IOException {
        // Given
        var kms = emulator.kms(emulator.cipherKey());
        var without = new EncryptRequest().encodePlaintext(PLAINTEXT);

        // When
        var answer = kms.encrypt(KMS_KEY, without).execute();

        // Then
        assertThat(answer.getVerifiedPlaintextCrc32c()).isNull();
        assertThat(answer.getVerifiedAdditionalAuthenticatedDataCrc32c()).isNull();
        assertThatThrownBy(() ->
                        kms.encrypt(KMS_KEY, encryption(crc(PLAINTEXT) ^ 1)).execute())
                .hasMessageContaining(
                        "The checksum in field plaintext_crc32c did not match the data in field plaintext.");
    }

    @ParameterizedTest
    @CsvSource({"encrypt,cloudkms.cryptoKeyVersions.useToEncrypt", "decrypt,cloudkms.cryptoKeyVersions.useToDecrypt"})
    void eachCallNeedsATokenAndItsPermission(String verb, String permission) {
        // Given
        var path = "/v1/" + KMS_KEY + ":" + verb;

        // When
        var anonymous = emulator.send("POST", path, "", "{}");
        var archive = emulator.send("POST", path, RunningEmulator.exchanged(emulator.backupKey()), "{}");
        var keyAdmin = emulator.send("POST", path, RunningEmulator.exchanged(emulator.rotatorKey()), "{}");
        var owner = emulator.send("POST", path, ADMIN_TOKEN, "{}");

        // Then
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(archive.statusCode()).isEqualTo(403);
        assertThat(archive.body()).contains(permission);
        assertThat(keyAdmin.statusCode()).isEqualTo(403);
        assertThat(owner.statusCode()).isEqualTo(400);
    }

    @Test
    void theAccountMayDoNothingElse() {
        var token = RunningEmulator.exchanged(emulator.cipherKey());

        assertThat(emulator.get("/v1/projects/ota-test/serviceAccounts", token).statusCode())
                .isEqualTo(403);
        assertThat(emulator.get("/storage/v1/b/ota-archive/o", token).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aKeyThatNobodyNamedDoesNotExist() {
        var answer = emulator.send("POST", "/v1/" + KMS_KEY + "-3:encrypt", ADMIN_TOKEN, "{\"plaintext\":\"YQ\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("NOT_FOUND", KMS_KEY + "-3 not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"plaintext\":7}",
                "{\"plaintext\":\"!\"}",
                "{\"plaintext\":\"YQ\",\"ciphertext\":\"YQ\"}",
                "{\"plaintext\":\"YQ\",\"additionalAuthenticatedData\":\"%\"}",
                "{\"plaintext\":\"YQ\",\"plaintextCrc32c\":\"x\"}",
                "{\"plaintext\":\"YQ\",\"version\":\"2\"}"
            })
    void aRequestThatMakesNoSenseIsRefused(String body) {
        var answer = emulator.send("POST", "/v1/" + KMS_KEY + ":encrypt", ADMIN_TOKEN, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_ARGUMENT");
    }

    @Test
    void moreThanSixtyFourKibibytesAreRefused() {
        var body = "{\"plaintext\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(new byte[64 * 1024 + 1]));

        assertThat(emulator.send("POST", "/v1/" + KMS_KEY + ":encrypt", ADMIN_TOKEN, body)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void faultsApply() {
        // Given
        emulator.fault("{\"method\":\"POST\",\"path\":\"*:encrypt\",\"effect\":\"status\",\"status\":503,\"count\":1}");

        // When
        var first = emulator.send("POST", "/v1/" + KMS_KEY + ":encrypt", ADMIN_TOKEN, "{\"plaintext\":\"YQ\"}");
        var second = emulator.send("POST", "/v1/" + KMS_KEY + ":encrypt", ADMIN_TOKEN, "{\"plaintext\":\"YQ\"}");

        // Then
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(second.statusCode()).isEqualTo(200);
    }

    @Test
    void theKeyOnTheDiskIsForItsOwnerOnly() throws IOException {
        // Given
        emulator.send("POST", "/v1/" + KMS_KEY + ":encrypt", ADMIN_TOKEN, "{\"plaintext\":\"YQ\"}");

        // When
        try (var files = Files.list(emulator.data().resolve("kms"))) {
            // Then
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private static EncryptRequest encryption(long checksum) {
        return new EncryptRequest()
                .encodePlaintext(PLAINTEXT)
                .setPlaintextCrc32c(checksum)
                .encodeAdditionalAuthenticatedData(FACTORY)
                .setAdditionalAuthenticatedDataCrc32c(crc(FACTORY));
    }

    private static DecryptRequest decryption(byte[] ciphertext, byte[] additional) {
        return new DecryptRequest()
                .encodeCiphertext(ciphertext)
                .setCiphertextCrc32c(crc(ciphertext))
                .encodeAdditionalAuthenticatedData(additional)
                .setAdditionalAuthenticatedDataCrc32c(crc(additional));
    }

    private static long crc(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
