package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BACKUP;
import static io.otalite.emulator.google.RunningEmulator.CIPHER;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static io.otalite.emulator.google.RunningEmulator.READER;
import static io.otalite.emulator.google.RunningEmulator.ROTATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.PatchServiceAccountRequest;
import com.google.api.services.iam.v1.model.ServiceAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client of the IAM API, with the key of an account that reads keys. */
class IamClientTest {
    private static final String ACCOUNT = "projects/%s/serviceAccounts/%s".formatted(PROJECT, BACKUP);

    @TempDir
    Path home;

    private RunningEmulator emulator;
    private Iam.Projects.ServiceAccounts accounts;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home);
        accounts = emulator.iam(emulator.readerKey());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void allAccountsAreFoundPageByPage() throws IOException {
        // When
        var found = new ArrayList<String>();
        var list = accounts.list("projects/" + PROJECT).setPageSize(1);
        for (var page = list.execute(); ; page = list.execute()) {
            page.getAccounts().forEach(account -> found.add(account.getEmail()));
            if (page.getNextPageToken() == null) {
                break;
            }
            list.setPageToken(page.getNextPageToken());
        }

        // Then
        assertThat(found).containsExactly(BACKUP, CIPHER, READER, ROTATOR);
    }

    @Test
    void aKeySaysWhereItComesFromAndHowLongItCounts() throws IOException {
        // When
        var listed = accounts.keys()
                .list(ACCOUNT)
                .setKeyTypes(List.of("USER_MANAGED"))
                .execute()
                .getKeys();

        // Then
        assertThat(listed).singleElement().satisfies(key -> {
            assertThat(key.getName())
                    .isEqualTo(ACCOUNT + "/keys/" + emulator.backupKey().getPrivateKeyId());
            assertThat(key.getKeyOrigin()).isEqualTo("GOOGLE_PROVIDED");
            assertThat(key.getKeyType()).isEqualTo("USER_MANAGED");
            assertThat(key.getValidAfterTime()).startsWith("20");
            assertThat(key.getValidBeforeTime()).isEqualTo("9999-12-31T23:59:59Z");
            assertThat(accounts.keys().get(key.getName()).execute()).isEqualTo(key);
        });
    }

    @Test
    void aKeyThatWasDisabledSaysSo() throws IOException {
        // Given
        emulator.changeKey(emulator.backupKey().getPrivateKeyId(), "disable");

        // When
        var listed = accounts.keys().list(ACCOUNT).execute().getKeys();

        // Then
        assertThat(listed)
                .singleElement()
                .satisfies(key -> assertThat(key.getDisabled()).isTrue());
    }

    @Test
    void aDescriptionIsPatchedOverWhatWasRead() throws IOException {
        // Given
        var read = accounts.get(ACCOUNT).execute();
        var patch = patch("held by shop/token", read.getEtag());

        // When
        var patched = accounts.patch(ACCOUNT, patch).execute();

        // Then
        assertThat(patched.getDescription()).isEqualTo("held by shop/token");
        assertThat(accounts.get(ACCOUNT).execute()).isEqualTo(patched);
        assertThatThrownBy(() -> accounts.patch(ACCOUNT, patch("held by nobody", read.getEtag()))
                        .execute())
                .isInstanceOfSatisfying(
                        GoogleJsonResponseException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(409));
    }

    private static PatchServiceAccountRequest patch(String description, String etag) {
        return new PatchServiceAccountRequest()
                .setServiceAccount(
                        new ServiceAccount().setDescription(description).setEtag(etag))
                .setUpdateMask("description");
    }
}
