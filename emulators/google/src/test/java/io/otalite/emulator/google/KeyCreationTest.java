package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.CreateServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.DisableServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import com.google.api.services.iam.v1.model.UploadServiceAccountKeyRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that the service makes, seen with Google's clients. */
class KeyCreationTest {
    private static final String ACCOUNT = "projects/%s/serviceAccounts/%s".formatted(PROJECT, BACKUP);

    @TempDir
    Path home;

    private RunningEmulator emulator;
    private Iam.Projects.ServiceAccounts.Keys keys;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home);
        keys = emulator.iam(emulator.rotatorKey()).keys();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aCreatedKeyComesWithAFileThatOpensWhatTheAccountMayOpen() throws IOException {
        // When
        var created = create();

        // Then
        var credentials = RunningEmulator.key(created.decodePrivateKeyData());
        assertThat(created.getName()).isEqualTo(ACCOUNT + "/keys/" + credentials.getPrivateKeyId());
        assertThat(created.getPrivateKeyType()).isEqualTo("TYPE_GOOGLE_CREDENTIALS_FILE");
        assertThat(created.getKeyAlgorithm()).isEqualTo("KEY_ALG_RSA_2048");
        assertThat(created.getKeyOrigin()).isEqualTo("GOOGLE_PROVIDED");
        assertThat(created.getKeyType()).isEqualTo("USER_MANAGED");
        assertThat(created.getValidBeforeTime()).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(credentials.getTokenServerUri()).hasToString(emulator.uri() + "/token");
        assertThat(emulator.storage(credentials)
                        .testIamPermissions(BUCKET, List.of("storage.objects.create", "storage.buckets.delete")))
                .containsExactly(true, false);
        assertThat(keys.list(ACCOUNT).execute().getKeys()).hasSize(2);
    }

    @Test
    void whatAKeySaysOfItselfLaterIsTheSameWithoutItsPrivateHalf() throws IOException {
        // Given
        var created = create();

        // When
        var read = keys.get(created.getName()).execute();

        // Then
        assertThat(read.getPrivateKeyData()).isNull();
        assertThat(read)
                .isEqualTo(created.clone()
                        .setPrivateKeyData(null)
                        .setPrivateKeyType(null)
                        .set("privateKeyData", null));
    }

    @Test
    void thePrivateHalfIsNowhereOnTheDisk() throws IOException {
        // When
        var file = new String(create().decodePrivateKeyData(), StandardCharsets.UTF_8);

        // Then
        var lines = file.replaceAll("(?s).*BEGIN PRIVATE KEY-----\\\\n(.*)\\\\n-----END.*", "$1")
                .split("\\\\n", -1);
        assertThat(lines).hasSizeGreaterThan(20);
        // Lines of the private exponent and of a prime; those before hold the modulus, which is public.
        try (var files = Files.walk(home).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(stored -> assertThat(Files.readString(stored, StandardCharsets.ISO_8859_1))
                            .doesNotContain(lines[8], lines[lines.length / 2]));
        }
    }

    @Test
    void theCertificateOfACreatedKeyHoldsItsPublicHalf() throws IOException, GeneralSecurityException {
        // Given
        var created = create();

        // When
        var read = keys.get(created.getName())
                .setPublicKeyType("TYPE_X509_PEM_FILE")
                .execute();

        // Then
        var certificate = certificate(read);
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(read.getValidBeforeTime());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(read.getValidAfterTime());
        var privateKey = (RSAPrivateCrtKey)
                RunningEmulator.key(created.decodePrivateKeyData()).getPrivateKey();
        assertThat(certificate.getPublicKey())
                .isEqualTo(KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent())));
    }

    @Test
    void theEleventhKeyIsRefusedHoweverItComes() throws IOException {
        // Given
        var first = create();
        keys.disable(first.getName(), new DisableServiceAccountKeyRequest()).execute();
        while (keys.list(ACCOUNT).execute().getKeys().size() < 10) {
            create();
        }
        var upload = new UploadServiceAccountKeyRequest()
                .encodePublicKeyData(OwnPair.rsa(2048).certificate(Instant.now(), Duration.ofDays(1)));

        // When / Then
        assertThatThrownBy(this::create).satisfies(KeyCreationTest::isPreconditionWithoutDetails);
        assertThatThrownBy(() -> keys.upload(ACCOUNT, upload).execute())
                .satisfies(KeyCreationTest::isPreconditionWithoutDetails);
        keys.delete(first.getName()).execute();
        assertThat(keys.upload(ACCOUNT, upload).execute().getName()).startsWith(ACCOUNT);
    }

    private static void isPreconditionWithoutDetails(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(GoogleJsonResponseException.class, refused -> {
            assertThat(refused.getStatusCode()).isEqualTo(400);
            assertThat(refused.getDetails().get("status")).isEqualTo("FAILED_PRECONDITION");
            assertThat(refused.getDetails().getMessage()).isEqualTo("Precondition check failed.");
            assertThat(refused.getDetails().getDetails()).isNull();
        });
    }

    @Test
    void givenTheAnswerIsLostAfterTheCommit_thenTheKeyIsThereAndNobodyHasIt() throws IOException {
        // Given
        emulator.fault("{\"method\":\"POST\",\"path\":\"*/keys\",\"effect\":\"drop-after\"}");

        // When
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);

        // Then
        assertThat(keys.list(ACCOUNT).execute().getKeys()).hasSize(2);
    }

    @Test
    void aKeyIsDisabledForAReason() throws IOException {
        // Given
        var name = create().getName();
        var reason = "SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED";

        // When
        keys.disable(name, new DisableServiceAccountKeyRequest().setServiceAccountKeyDisableReason(reason))
                .execute();

        // Then
        var read = keys.get(name).execute();
        assertThat(read.getDisabled()).isTrue();
        assertThat(read.getDisableReason()).isEqualTo(reason);
        assertThat(emulator.send(
                                "POST",
                                "/v1/" + name + ":disable",
                                ADMIN_TOKEN,
                                "{\"serviceAccountKeyDisableReason\":\"BORED\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aCreatedKeyOutlivesARestart() throws IOException {
        // Given
        var credentials = RunningEmulator.key(create().decodePrivateKeyData());
        var port = emulator.uri().getPort();

        // When
        emulator.close();
        emulator = RunningEmulator.start(home, EmulatorSettings.Limits.DEFAULT, port);

        // Then
        assertThat(RunningEmulator.exchanged(credentials)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keyAlgorithm\":\"KEY_ALG_UNSPECIFIED\",\"privateKeyType\":\"TYPE_UNSPECIFIED\"}",
                "{\"keyAlgorithm\":\"KEY_ALG_RSA_2048\",\"privateKeyType\":\"TYPE_GOOGLE_CREDENTIALS_FILE\"}"
            })
    void whatIsOfferedMayGoUnsaid(String body) {
        assertThat(emulator.send("POST", "/v1/" + ACCOUNT + "/keys", ADMIN_TOKEN, body)
                        .body())
                .contains("privateKeyData");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keyAlgorithm\":\"KEY_ALG_RSA_1024\"}",
                "{\"privateKeyType\":\"TYPE_PKCS12_FILE\"}",
                "{\"keyAlgorithm\":2048}",
                "{\"colour\":\"red\"}",
                "[]"
            })
    void whatIsNotOfferedIsRefused(String body) throws IOException {
        // When
        var answer = emulator.send("POST", "/v1/" + ACCOUNT + "/keys", ADMIN_TOKEN, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_ARGUMENT");
        assertThat(keys.list(ACCOUNT).execute().getKeys()).hasSize(1);
    }

    private ServiceAccountKey create() throws IOException {
        return keys.create(ACCOUNT, new CreateServiceAccountKeyRequest()).execute();
    }

    private static X509Certificate certificate(ServiceAccountKey key) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(key.decodePublicKeyData()));
    }
}
