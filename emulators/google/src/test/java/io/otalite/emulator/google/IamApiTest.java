package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.CIPHER;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and keys over the paths of the IAM API. */
class IamApiTest {
    private static final String ACCOUNTS = "/v1/projects/" + PROJECT + "/serviceAccounts";
    private static final String KEYS = ACCOUNTS + "/" + BACKUP + "/keys";

    @TempDir
    Path home;

    private RunningEmulator emulator;
    private String token;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home);
        token = RunningEmulator.exchanged(emulator.rotatorKey());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void accountsAreListedInPages() throws IOException {
        // When
        var first = json(emulator.get(ACCOUNTS + "?pageSize=1", token));
        var second = json(emulator.get(
                ACCOUNTS + "?pageSize=1&pageToken="
                        + first.path("nextPageToken").asText(),
                token));

        // Then
        assertThat(first.at("/accounts/0/email").asText()).isEqualTo(BACKUP);
        assertThat(second.at("/accounts/0/email").asText()).isEqualTo(CIPHER);
        assertThat(second.has("nextPageToken")).isTrue();
        assertThat(json(emulator.get(ACCOUNTS + "/" + BACKUP, token))).isEqualTo(first.at("/accounts/0"));
    }

    @Test
    void aKeyIsListedDisabledEnabledAndDeleted() throws IOException {
        // Given
        var id = emulator.backupKey().getPrivateKeyId();
        var name = "projects/%s/serviceAccounts/%s/keys/%s".formatted(PROJECT, BACKUP, id);

        // When
        var listed = json(emulator.get(KEYS + "?keyTypes=USER_MANAGED", token)).at("/keys/0");
        emulator.send("POST", KEYS + "/" + id + ":disable", token, "{}");
        var disabledTwice = emulator.send("POST", KEYS + "/" + id + ":disable", token, "");
        var disabled = json(emulator.get(KEYS + "/" + id, token));
        emulator.send("POST", KEYS + "/" + id + ":enable", token, "{}");
        var enabled = json(emulator.get(KEYS + "/" + id, token));
        emulator.send("DELETE", KEYS + "/" + id, token, "");

        // Then
        assertThat(listed.path("name").asText()).isEqualTo(name);
        assertThat(disabledTwice.statusCode()).isEqualTo(200);
        assertThat(disabled.path("disabled").asBoolean()).isTrue();
        assertThat(enabled).isEqualTo(listed);
        assertThat(emulator.get(KEYS + "/" + id, token).statusCode()).isEqualTo(404);
        assertThat(emulator.send("DELETE", KEYS + "/" + id, token, "").statusCode())
                .isEqualTo(404);
        assertThat(json(emulator.get(KEYS, token)).has("keys")).isFalse();
    }

    @Test
    void aDescriptionIsChangedByWhoeverHasReadTheLastOne() throws IOException {
        // Given
        var read =
                json(emulator.get(ACCOUNTS + "/" + BACKUP, token)).path("etag").asText();

        // When
        var changed = emulator.send("PATCH", ACCOUNTS + "/" + BACKUP, token, description("held by a Secret", read));
        var late = emulator.send("PATCH", ACCOUNTS + "/" + BACKUP, token, description("held by nobody", read));

        // Then
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed).path("etag").asText()).isNotEqualTo(read);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(json(late).at("/error/status").asText()).isEqualTo("ABORTED");
        assertThat(json(emulator.get(ACCOUNTS + "/" + BACKUP, token))).isEqualTo(json(changed));
        assertThat(json(changed).path("description").asText()).isEqualTo("held by a Secret");
    }

    @Test
    void nothingButTheDescriptionCanBeChanged() {
        // Given
        var path = ACCOUNTS + "/" + BACKUP;

        // Then
        assertThat(emulator.send("PATCH", path, token, "{\"updateMask\":\"displayName\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(emulator.send("PATCH", path, token, description("x".repeat(257), ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(emulator.send("PATCH", ACCOUNTS + "/nobody", token, description("x", ""))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePublicHalfIsGivenWhenAskedFor() throws IOException {
        // Given
        var id = emulator.backupKey().getPrivateKeyId();

        // When
        var key = json(emulator.get(KEYS + "/" + id + "?publicKeyType=TYPE_RAW_PUBLIC_KEY", token));

        // Then
        var pem =
                new String(Base64.getDecoder().decode(key.path("publicKeyData").asText()), StandardCharsets.US_ASCII);
        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("-----END PUBLIC KEY-----\n");
    }

    @Test
    void aDeletedAccountIsGoneWithItsKeys() {
        // When
        var deleted = emulator.send("DELETE", ACCOUNTS + "/" + BACKUP, ADMIN_TOKEN, "");

        // Then
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(emulator.get(ACCOUNTS + "/" + BACKUP, token).statusCode()).isEqualTo(404);
        assertThat(emulator.get(KEYS, token).statusCode()).isEqualTo(404);
    }

    @Test
    void theAdminTokenCountsAsTheOwner() {
        assertThat(emulator.get(ACCOUNTS, ADMIN_TOKEN).statusCode()).isEqualTo(200);
    }

    private static String description(String text, String etag) {
        return "{\"serviceAccount\":{\"description\":\"%s\",\"etag\":\"%s\"},\"updateMask\":\"description\"}"
                .formatted(text, etag);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new JsonMapper().readTree(answer.body());
    }
}
