package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call of the IAM API and the permission it asks for. */
class IamPermissionsTest {
    private static final String ACCOUNTS = "/v1/projects/" + PROJECT + "/serviceAccounts";

    @TempDir
    static Path home;

    private static RunningEmulator emulator;
    private static String token;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
        token = RunningEmulator.exchanged(emulator.backupKey());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,'',iam.serviceAccounts.list",
        "GET,/EMAIL,iam.serviceAccounts.get",
        "PATCH,/EMAIL,iam.serviceAccounts.update",
        "DELETE,/EMAIL,iam.serviceAccounts.delete",
        "POST,/EMAIL:disable,iam.serviceAccounts.disable",
        "POST,/EMAIL:enable,iam.serviceAccounts.enable",
        "GET,/EMAIL/keys,iam.serviceAccountKeys.list",
        "POST,/EMAIL/keys,iam.serviceAccountKeys.create",
        "POST,/EMAIL/keys:upload,iam.serviceAccountKeys.create",
        "GET,/EMAIL/keys/abc,iam.serviceAccountKeys.get",
        "DELETE,/EMAIL/keys/abc,iam.serviceAccountKeys.delete",
        "POST,/EMAIL/keys/abc:disable,iam.serviceAccountKeys.disable",
        "POST,/EMAIL/keys/abc:enable,iam.serviceAccountKeys.enable"
    })
    void eachCallNeedsATokenAndItsPermission(String method, String path, String permission) {
        // Given
        var target = ACCOUNTS + path.replace("EMAIL", BACKUP);

        // When
        var anonymous = emulator.send(method, target, "", "");
        var other = emulator.send(method, target, token, "");

        // Then
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("\"status\":\"PERMISSION_DENIED\"", BACKUP, permission);
    }

    /** The account of whoever reads what holds what. */
    @ParameterizedTest
    @CsvSource({
        "GET,'',200",
        "GET,/EMAIL,200",
        "GET,/EMAIL/keys,200",
        "GET,/EMAIL/keys/abc,404",
        "PATCH,/EMAIL,400",
        "POST,/EMAIL:disable,403",
        "DELETE,/EMAIL,403",
        "POST,/EMAIL/keys,403",
        "POST,/EMAIL/keys:upload,403",
        "POST,/EMAIL/keys/abc:disable,403",
        "DELETE,/EMAIL/keys/abc,403"
    })
    void aReaderOfKeysSeesAllAndChangesNobodysAccess(String method, String path, int status) {
        // Given
        var reader = RunningEmulator.exchanged(emulator.readerKey());

        // When
        var answer = emulator.send(method, ACCOUNTS + path.replace("EMAIL", BACKUP), reader, "");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    /** The account of whoever rotates keys. */
    @ParameterizedTest
    @CsvSource({
        "GET,'',200",
        "GET,/EMAIL,200",
        "PATCH,/EMAIL,400",
        "POST,/EMAIL:disable,403",
        "POST,/EMAIL:enable,403",
        "DELETE,/EMAIL,403",
        "GET,/EMAIL/keys,200",
        "POST,/EMAIL/keys:upload,400",
        "GET,/EMAIL/keys/abc,404",
        "POST,/EMAIL/keys/abc:disable,404",
        "POST,/EMAIL/keys/abc:enable,404",
        "DELETE,/EMAIL/keys/abc,404"
    })
    void anAdminOfKeysDoesAllToKeysAndNothingToAccounts(String method, String path, int status) {
        // Given
        var admin = RunningEmulator.exchanged(emulator.rotatorKey());

        // When
        var answer = emulator.send(method, ACCOUNTS + path.replace("EMAIL", BACKUP), admin, "");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void theUseOfKeysIsForAdminsOfKeysAndNotForReaders() throws IOException {
        // Given
        var path = "/v3/projects/%s/timeSeries".formatted(PROJECT);
        var storageScope =
                emulator.rotatorKey().createScoped(RunningEmulator.READ_WRITE).refreshAccessToken();

        // When
        var anonymous = emulator.get(path, "");
        var reader = emulator.get(path, RunningEmulator.exchanged(emulator.readerKey()));
        var otherScope = emulator.get(path, storageScope.getTokenValue());
        var admin = emulator.get(path, RunningEmulator.exchanged(emulator.rotatorKey()));

        // Then
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(reader.body()).contains("monitoring.timeSeries.list");
        assertThat(otherScope.body()).contains("insufficientPermissions");
        assertThat(admin.statusCode()).isEqualTo(400);
    }
}
