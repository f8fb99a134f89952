package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.UploadServiceAccountKeyRequest;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys whose private half the caller has made and never shows. */
class KeyUploadTest {
    private static final String ACCOUNT = "projects/%s/serviceAccounts/%s".formatted(PROJECT, BACKUP);
    private static final Duration DAY = Duration.ofDays(1);

    private static OwnPair own;

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock(Instant.now());
    private RunningEmulator emulator;
    private Iam.Projects.ServiceAccounts.Keys keys;

    @BeforeAll
    static void generate() {
        own = OwnPair.rsa(2048);
    }

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);
        keys = emulator.iam(emulator.rotatorKey()).keys();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadedKeyOpensWhatTheAccountMayOpen(boolean compressed) throws IOException {
        // Given
        var certificate = own.certificate(clock.instant(), DAY);
        var call = keys.upload(ACCOUNT, new UploadServiceAccountKeyRequest().encodePublicKeyData(certificate));
        call.setDisableGZipContent(!compressed);

        // When
        var uploaded = call.execute();

        // Then
        assertThat(uploaded.getName()).isEqualTo(ACCOUNT + "/keys/" + own.keyId());
        assertThat(uploaded.getKeyOrigin()).isEqualTo("USER_PROVIDED");
        assertThat(uploaded.getKeyType()).isEqualTo("USER_MANAGED");
        assertThat(uploaded.getKeyAlgorithm()).isEqualTo("KEY_ALG_RSA_2048");
        assertThat(Instant.parse(uploaded.getValidBeforeTime()))
                .isBetween(clock.instant(), clock.instant().plus(DAY));
        assertThat(Instant.parse(uploaded.getValidAfterTime())).isBefore(clock.instant());
        assertThat(emulator.storage(own.credentials(emulator.backupKey())).get(BUCKET))
                .isNotNull();
        assertThat(new String(
                        keys.get(uploaded.getName())
                                .setPublicKeyType("TYPE_X509_PEM_FILE")
                                .execute()
                                .decodePublicKeyData(),
                        StandardCharsets.US_ASCII))
                .isEqualToIgnoringWhitespace(new String(certificate, StandardCharsets.US_ASCII));
    }

    @Test
    void bothAlphabetsPaddedOrNotAreRead() {
        // Given: text before the certificate whose bytes the alphabets write differently, of a length that wants
        // padding
        var before = "\u00fb\u00ff\u00fe~~~???\n";
        var pem = new String(own.certificate(clock.instant(), DAY), StandardCharsets.US_ASCII);
        var text = (before + pem + " ".repeat(3 - (before.length() + pem.length() + 2) % 3))
                .getBytes(StandardCharsets.ISO_8859_1);
        var standard = Base64.getEncoder().encodeToString(text);
        var urlSafe = Base64.getUrlEncoder().encodeToString(text);

        // When / Then
        assertThat(standard).contains("+", "/", "=");
        for (var data : new String[] {standard, standard.replace("=", ""), urlSafe, urlSafe.replace("=", "")}) {
            assertThat(upload(data).statusCode()).as(data).isEqualTo(200);
            emulator.send("DELETE", "/v1/" + ACCOUNT + "/keys/" + own.keyId(), ADMIN_TOKEN, "");
        }
    }

    @Test
    void theSamePairIsUploadedOnce() throws IOException {
        // Given
        var first = upload(encoded(own.certificate(clock.instant(), DAY)));

        // When
        var second = upload(encoded(own.certificate(clock.instant(), Duration.ofDays(2))));

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("ALREADY_EXISTS");
        assertThat(keys.list(ACCOUNT).execute().getKeys()).hasSize(2);
    }

    @Test
    void anUploadedKeyIsRefusedFromTheEndOfItsCertificateOn() {
        // Given
        var credentials = own.credentials(emulator.backupKey());
        upload(encoded(own.certificate(clock.instant(), Duration.ofSeconds(90))));
        var before = RunningEmulator.exchanged(credentials);

        // When
        clock.advance(Duration.ofSeconds(90));

        // Then
        assertThat(before).isNotEmpty();
        assertThatThrownBy(() -> RunningEmulator.exchanged(credentials))
                .hasStackTraceContaining("Invalid JWT Signature.");
    }

    @Test
    void anUploadedKeyIsRefusedUntilTheBeginOfItsCertificate() {
        // Given
        var credentials = own.credentials(emulator.backupKey());
        upload(encoded(own.certificate(clock.instant().plusSeconds(120), DAY)));

        // When / Then
        assertThatThrownBy(() -> RunningEmulator.exchanged(credentials))
                .hasStackTraceContaining("Invalid JWT Signature.");
        clock.advance(Duration.ofSeconds(60));
        assertThat(RunningEmulator.exchanged(credentials)).isNotEmpty();
    }

    @Test
    void certificatesThatAreOverOrHoldAnotherKeyAreRefused() throws IOException {
        // When
        var over = upload(encoded(own.certificate(clock.instant().minus(DAY), Duration.ofHours(1))));
        var small = upload(encoded(OwnPair.rsa(1024).certificate(clock.instant(), DAY)));
        var elliptic = upload(encoded(OwnPair.elliptic().certificate(clock.instant(), DAY)));

        // Then
        for (var answer : new HttpResponse<?>[] {over, small, elliptic}) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(String.valueOf(answer.body())).contains("INVALID_ARGUMENT");
        }
        assertThat(keys.list(ACCOUNT).execute().getKeys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "Z2FyYmFnZQ",
                "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg",
                "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="
            })
    void garbageIsRefused(String data) {
        // When
        var answer = upload(data);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_ARGUMENT");
    }

    @Test
    void aLongerKeyIsGoodAndGooglesNamesHaveNoneForIt() throws IOException {
        // Given
        var longer = OwnPair.rsa(3072);

        // When
        upload(encoded(longer.certificate(clock.instant(), DAY)));

        // Then
        assertThat(RunningEmulator.exchanged(longer.credentials(emulator.backupKey())))
                .isNotEmpty();
        assertThat(keys.get(ACCOUNT + "/keys/" + longer.keyId()).execute().getKeyAlgorithm())
                .isNull();
    }

    @Test
    void aRefusalReachesTheClientAsOne() {
        // Given
        var request = new UploadServiceAccountKeyRequest().setPublicKeyData("AAAA");

        // When / Then
        assertThatThrownBy(() -> keys.upload(ACCOUNT, request).execute())
                .isInstanceOfSatisfying(
                        GoogleJsonResponseException.class,
                        refused ->
                                assertThat(refused.getDetails().get("status")).isEqualTo("INVALID_ARGUMENT"));
    }

    private static String encoded(byte[] certificate) {
        return Base64.getEncoder().encodeToString(certificate);
    }

    private HttpResponse<String> upload(String data) {
        return emulator.send(
                "POST", "/v1/" + ACCOUNT + "/keys:upload", ADMIN_TOKEN, "{\"publicKeyData\":\"%s\"}".formatted(data));
    }
}
