package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.iam.v1.model.CreateServiceAccountKeyRequest;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import io.otalite.emulator.google.lag.Lags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new key that is not known everywhere yet is refused like a wrong one, at each of the doors. */
class KeyPropagationTest {
    private static final String ACCOUNT = "projects/%s/serviceAccounts/%s".formatted(PROJECT, BACKUP);
    private static final Duration DELAY = Duration.ofSeconds(60);
    private static final String MINUTE = "{\"keyPropagationMillis\":60000}";

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock(Instant.now());
    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home, Limits.DEFAULT, clock);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void anExchangeIsRefusedUntilTheDelayIsOver() throws IOException {
        // Given
        emulator.lags(MINUTE);
        var key = create();

        // When
        clock.advance(DELAY.minusMillis(1));

        // Then
        assertThatThrownBy(() -> RunningEmulator.exchanged(key))
                .hasStackTraceContaining("invalid_grant")
                .hasStackTraceContaining("Invalid JWT Signature.");
        clock.advance(Duration.ofMillis(1));
        assertThat(RunningEmulator.exchanged(key)).isNotEmpty();
    }

    @Test
    void aSelfSignedTokenIsRefusedUntilTheDelayIsOver() throws IOException {
        // Given
        emulator.lags(MINUTE);
        var key = create();
        var withScope = Assertion.by(key).claim("sub", BACKUP).without("aud").signed();
        var withAudience = Assertion.by(key)
                .claim("sub", BACKUP)
                .claim("aud", emulator.uri() + "/")
                .claim("scope", "")
                .signed();

        // When
        var scopeBefore = getBucket(withScope);
        var audienceBefore = getBucket(withAudience);
        clock.advance(DELAY);

        // Then
        assertThat(scopeBefore).isEqualTo(401);
        assertThat(audienceBefore).isEqualTo(401);
        assertThat(getBucket(withScope)).isEqualTo(200);
        assertThat(getBucket(withAudience)).isEqualTo(200);
    }

    @Test
    void anUploadedKeyIsDelayedAsWell() {
        // Given
        emulator.lags(MINUTE);
        var own = OwnPair.rsa(2048);
        var certificate = own.certificate(clock.instant(), Duration.ofDays(1));
        emulator.send(
                "POST",
                "/v1/" + ACCOUNT + "/keys:upload",
                ADMIN_TOKEN,
                "{\"publicKeyData\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(certificate)));
        var credentials = own.credentials(emulator.backupKey());

        // When / Then
        assertThatThrownBy(() -> RunningEmulator.exchanged(credentials)).hasStackTraceContaining("invalid_grant");
        clock.advance(DELAY);
        assertThat(RunningEmulator.exchanged(credentials)).isNotEmpty();
    }

    @Test
    void keysThatAreThereAlreadyAreNotDelayed() {
        // When
        emulator.lags(MINUTE);

        // Then
        assertThat(RunningEmulator.exchanged(emulator.backupKey())).isNotEmpty();
    }

    @Test
    void givenTheLongestDelay_thenANewKeyNeverCountsAlsoAfterARestart() throws IOException {
        // Given
        emulator.close();
        var never = new Lags(Lags.LONGEST, Duration.ofSeconds(1), Duration.ZERO);
        emulator = RunningEmulator.start(home, new Limits(Duration.ofHours(1), 1024, never), clock);
        var key = create();

        // When
        emulator.close();
        emulator = RunningEmulator.start(home, Limits.DEFAULT, emulator.uri().getPort());

        // Then
        assertThatThrownBy(() -> RunningEmulator.exchanged(key)).hasStackTraceContaining("Invalid JWT Signature.");
        assertThat(RunningEmulator.exchanged(create())).isNotEmpty();
    }

    @Test
    void theLagsAreSeenAndSetOneByOne() {
        // When
        emulator.lags("{\"usageVisibilityMillis\":5}");

        // Then
        assertThat(emulator.get("/admin/lags", ADMIN_TOKEN).body())
                .isEqualTo("{\"keyPropagationMillis\":0,\"usageBucketMillis\":1000,\"usageVisibilityMillis\":5}");
        assertThat(emulator.get("/admin/lags", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keyPropagationMillis\":-1}",
                "{\"keyPropagationMillis\":\"1\"}",
                "{\"keyPropagationMillis\":9223372036854775807}",
                "{\"usageBucketMillis\":0}",
                "{\"usageBucketMillis\":86400001}",
                "{\"colour\":1}"
            })
    void lagsThatMakeNoSenseAreRefused(String lags) {
        // When
        var answer = emulator.send("PATCH", "/admin/lags", ADMIN_TOKEN, lags);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(emulator.get("/admin/lags", ADMIN_TOKEN).body()).contains("\"keyPropagationMillis\":0");
    }

    private ServiceAccountCredentials create() throws IOException {
        var created = emulator.iam(emulator.rotatorKey())
                .keys()
                .create(ACCOUNT, new CreateServiceAccountKeyRequest())
                .execute();
        return RunningEmulator.key(created.decodePrivateKeyData());
    }

    private int getBucket(String token) {
        return emulator.get("/storage/v1/b/" + BUCKET, token).statusCode();
    }
}
