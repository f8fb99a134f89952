package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
}
