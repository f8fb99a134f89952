package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which assertions count, in exchange for a token and as a token. */
class TokenEndpointTest {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    @TempDir
    static Path home;

    private static RunningEmulator emulator;
    private static ServiceAccountCredentials key;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
        key = emulator.backupKey();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void aGoodAssertionIsExchanged() throws IOException {
        // When
        var answer = exchange(Assertion.by(key).signed());

        // Then
        var json = new JsonMapper().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.path("expires_in").isIntegralNumber()).isTrue();
        assertThat(json.path("access_token").asText()).isNotEmpty().doesNotContain(".");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "its own address as audience,SELF,0,3600,s,200",
        "a little in the future,GOOGLE,250,3600,s,200",
        "another audience,https://evil.example/token,0,3600,s,400",
        "no audience,'',0,3600,s,400",
        "longer than an hour,GOOGLE,0,3601,s,400",
        "far in the future,GOOGLE,400,3600,s,400",
        "over,GOOGLE,-4000,3600,s,400",
        "ends before it begins,GOOGLE,0,-10,s,400",
        "no scope,GOOGLE,0,3600,'',400"
    })
    void claimsDecideOnTheExchange(
            String name, String audience, long issuedIn, long lifetime, String scope, int status) {
        // Given
        var aud = audience.replace("SELF", emulator.uri() + "/token").replace("GOOGLE", Assertion.GOOGLE);

        // When
        var answer = exchange(Assertion.by(key)
                .claim("aud", aud)
                .claim("scope", scope)
                .lives(issuedIn, lifetime)
                .signed());

        // Then
        assertThat(answer.statusCode()).as(name).isEqualTo(status);
        assertThat(answer.body()).contains(status == 200 ? "access_token" : "\"error\":\"invalid_grant\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "scope instead of audience,BACKUP,'',SCOPE,3600,200",
        "audience without the port,BACKUP,http://127.0.0.1/,'',3600,200",
        "audience with the port,BACKUP,SELF/,'',3600,200",
        "another loopback name,BACKUP,http://localhost/,'',3600,200",
        "for somebody else,ROTATOR,'',SCOPE,3600,401",
        "for nobody,'','',SCOPE,3600,401",
        "neither scope nor audience,BACKUP,'','',3600,401",
        "another audience,BACKUP,https://storage.example/,'',3600,401",
        "another port,BACKUP,http://127.0.0.1:1/,'',3600,401",
        "for the token endpoint,BACKUP,SELF/token,'',3600,401",
        "longer than an hour,BACKUP,'',SCOPE,3601,401",
        "a useless scope,BACKUP,'',openid,3600,403"
    })
    void claimsDecideOnASelfSignedToken(
            String name, String subject, String audience, String scope, long lifetime, int status) {
        // Given
        var token = Assertion.by(key)
                .claim(
                        "sub",
                        subject.replace("BACKUP", RunningEmulator.BACKUP).replace("ROTATOR", RunningEmulator.ROTATOR))
                .claim("aud", audience.replace("SELF", emulator.uri().toString()))
                .claim("scope", scope.replace("SCOPE", RunningEmulator.READ_WRITE))
                .lives(0, lifetime)
                .signed();

        // When
        var answer = emulator.get("/storage/v1/b/" + BUCKET, token);

        // Then
        assertThat(answer.statusCode()).as(name).isEqualTo(status);
    }

    @Test
    void anUnknownKeyOrIssuerIsRefused() {
        // When
        var unknownKey =
                exchange(Assertion.by(key).header("kid", "f".repeat(40)).signed());
        var otherIssuer =
                exchange(Assertion.by(key).claim("iss", RunningEmulator.ROTATOR).signed());
        var unknownIssuer = exchange(
                Assertion.by(key).claim("iss", RunningEmulator.STRANGER).signed());

        // Then
        assertThat(unknownKey.body()).contains("Invalid JWT Signature.");
        assertThat(otherIssuer.body()).contains("Invalid JWT Signature.");
        assertThat(unknownIssuer.body()).contains("account not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "RS512", "rs256", ""})
    void anotherAlgorithmIsRefused(String algorithm) {
        assertThat(exchange(Assertion.by(key).header("alg", algorithm).signed()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void thePublicKeyIsNoHmacSecret() throws GeneralSecurityException {
        // Given
        var publicKey = emulator.get(
                        "/v1/projects/%s/serviceAccounts/%s/keys/%s?publicKeyType=TYPE_RAW_PUBLIC_KEY"
                                .formatted(RunningEmulator.PROJECT, RunningEmulator.BACKUP, key.getPrivateKeyId()),
                        RunningEmulator.ADMIN_TOKEN)
                .body();
        var unsigned = Assertion.by(key).header("alg", "HS256").unsigned();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(publicKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        // When
        var answer =
                exchange(unsigned + "." + Assertion.encode(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void claimsThatWereChangedAfterSigningAreRefused() {
        // Given
        var signed = Assertion.by(key).lives(0, 60).signed();
        var signature = signed.substring(signed.lastIndexOf('.'));

        // When
        var answer = exchange(Assertion.by(key).unsigned() + signature);

        // Then
        assertThat(answer.body()).contains("Invalid JWT Signature.");
    }

    @Test
    void timesMustBePresent() {
        assertThat(exchange(Assertion.by(key).without("iat").signed()).statusCode())
                .isEqualTo(400);
        assertThat(exchange(Assertion.by(key).without("exp").signed()).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c", "e30.e30.", "....", "e30.W10.AA", "%00.%00.%00"})
    void garbageIsRefused(String assertion) {
        // When
        var answer = exchange(assertion);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_grant");
    }

    @Test
    void onlyTheOneGrantTypeInAFormIsOffered() {
        // When
        var otherGrant = post("application/x-www-form-urlencoded", "grant_type=client_credentials");
        var json = post("application/json", "{}");
        var twice = post("application/x-www-form-urlencoded", "grant_type=a&grant_type=b");

        // Then
        assertThat(otherGrant.body()).contains("unsupported_grant_type");
        assertThat(json.statusCode()).isEqualTo(415);
        assertThat(twice.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> exchange(String assertion) {
        return post(
                "application/x-www-form-urlencoded; charset=UTF-8",
                "grant_type=" + URLEncoder.encode(JWT_BEARER, StandardCharsets.UTF_8) + "&assertion=" + assertion);
    }

    private static HttpResponse<String> post(String type, String body) {
        return RunningEmulator.send(HttpRequest.newBuilder(URI.create(emulator.uri() + "/token"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
