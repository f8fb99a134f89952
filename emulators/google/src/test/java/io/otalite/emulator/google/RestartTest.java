package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart keeps, and what it clears away. */
class RestartTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

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
    void objectsKeysAndTheirStateAreKept() {
        // Given
        var key = emulator.backupKey();
        var created = emulator.storage(key)
                .create(
                        BlobInfo.newBuilder(BUCKET, "kept/object")
                                .setMetadata(Map.of("name", "value"))
                                .build(),
                        CONTENT);
        emulator.changeKey(key.getPrivateKeyId(), "disable");

        // When
        restart(0);

        // Then
        assertThat(emulator.backupKey().getPrivateKeyId()).isEqualTo(key.getPrivateKeyId());
        assertThatThrownBy(() -> emulator.storage().get(BUCKET)).isInstanceOf(StorageException.class);
        emulator.changeKey(key.getPrivateKeyId(), "enable");
        var found = emulator.storage().get(created.getBlobId());
        assertThat(found.getMetadata()).containsEntry("name", "value");
        assertThat(found.getGeneration()).isEqualTo(created.getGeneration());
        assertThat(found.getContent()).isEqualTo(CONTENT);
    }

    @Test
    void anAccountOfAnEarlierVersionHasNoDescriptionYet() throws IOException {
        // Given
        var file = emulator.data().resolve("iam/" + RunningEmulator.BACKUP.replace("@", "%40") + ".json");
        var path = "/v1/projects/%s/serviceAccounts/%s".formatted(RunningEmulator.PROJECT, RunningEmulator.BACKUP);
        Files.writeString(file, Files.readString(file).replaceFirst("\"description\" : \"\",", ""));

        // When
        restart(0);

        // Then
        var account = emulator.get(path, RunningEmulator.ADMIN_TOKEN);
        assertThat(account.statusCode()).isEqualTo(200);
        assertThat(account.body()).contains("\"etag\"").doesNotContain("description");
    }

    @Test
    void aKeyOfAnEarlierVersionCountsAndHasNoCertificate() throws IOException {
        // Given
        var key = emulator.backupKey();
        var file = emulator.data().resolve("iam/" + RunningEmulator.BACKUP.replace("@", "%40") + ".json");
        var path = "/v1/projects/%s/serviceAccounts/%s/keys/%s"
                .formatted(RunningEmulator.PROJECT, RunningEmulator.BACKUP, key.getPrivateKeyId());
        Files.writeString(
                file, Files.readString(file).replaceFirst("(?s),\\s+\"disableReason\" : .*\\}\\s*\\}\\s*\\]", "}]"));

        // When
        restart(emulator.uri().getPort());

        // Then
        var read = emulator.get(path, RunningEmulator.ADMIN_TOKEN);
        var certificate = emulator.get(path + "?publicKeyType=TYPE_X509_PEM_FILE", RunningEmulator.ADMIN_TOKEN);
        assertThat(read.body()).contains("GOOGLE_PROVIDED", "9999-12-31T23:59:59Z");
        assertThat(certificate.statusCode()).isEqualTo(400);
        assertThat(emulator.storage(key).get(BUCKET)).isNotNull();
    }

    @Test
    void aClientGoesOnAcrossARestartOnTheSamePort() {
        // Given
        var storage = emulator.storage();
        storage.create(BlobInfo.newBuilder(BUCKET, "before").build(), CONTENT);

        // When
        restart(emulator.uri().getPort());

        // Then
        assertThat(storage.get(BUCKET, "before").getContent()).isEqualTo(CONTENT);
    }

    @Test
    void generationsGoOnGrowing() {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "again").build();
        var first = emulator.storage().create(info, CONTENT);

        // When
        restart(0);
        var second = emulator.storage().create(info, CONTENT);

        // Then
        assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
    }

    @Test
    void anUnfinishedUploadIsForgottenWithItsBytes() throws IOException {
        // Given
        var writer = emulator.storage()
                .writer(BlobInfo.newBuilder(BUCKET, "unfinished").build(), Storage.BlobWriteOption.doesNotExist());
        writer.setChunkSize(256 * 1024);
        writer.write(ByteBuffer.allocate(300_000));
        var incoming = emulator.data().resolve("buckets").resolve(BUCKET).resolve("incoming");
        assertThat(incoming).isNotEmptyDirectory();

        // When
        restart(0);

        // Then
        assertThat(incoming).isEmptyDirectory();
        assertThat(emulator.storage().get(BUCKET, "unfinished")).isNull();
    }

    @Test
    void contentThatNoObjectNamesIsRemoved() throws IOException {
        // Given
        emulator.storage().create(BlobInfo.newBuilder(BUCKET, "named").build(), CONTENT);
        var content = emulator.data().resolve("buckets").resolve(BUCKET).resolve("content");
        emulator.close();
        Files.writeString(content.resolve("orphan@1"), "left by a kill before the commit");

        // When
        emulator = RunningEmulator.start(home);

        // Then
        assertThat(content).isDirectoryNotContaining("glob:**orphan*");
        assertThat(emulator.storage().readAllBytes(BlobId.of(BUCKET, "named"))).isEqualTo(CONTENT);
    }

    @Test
    void aDeletedKeyFileIsReplacedByANewKeyAndTheOldOneStaysEnabled() throws IOException {
        // Given
        var old = emulator.backupKey();
        Files.delete(home.resolve("backup.json"));

        // When
        restart(emulator.uri().getPort());

        // Then
        assertThat(emulator.backupKey().getPrivateKeyId()).isNotEqualTo(old.getPrivateKeyId());
        assertThat(emulator.storage().get(BUCKET)).isNotNull();
        assertThat(emulator.storage(old).get(BUCKET)).isNotNull();
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndItsPrivateHalfIsNowhereElse() throws IOException {
        // Given
        var file = home.resolve("backup.json");
        var privateLine = Files.readString(file).replaceAll("(?s).*PRIVATE KEY-----\\\\n(.{60}).*", "$1");

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(privateLine).hasSize(60);
        try (var files = Files.walk(emulator.data()).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(stored -> assertThat(Files.readString(stored)).doesNotContain(privateLine));
        }
    }

    @Test
    void aSecondEmulatorOnTheSameDataIsRefused() {
        assertThatThrownBy(() -> RunningEmulator.start(home, Limits.DEFAULT)).hasMessageContaining("in use");
    }

    private void restart(int port) {
        emulator.close();
        emulator = RunningEmulator.start(home, Limits.DEFAULT, port);
    }
}
