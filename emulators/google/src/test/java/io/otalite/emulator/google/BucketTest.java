package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static io.otalite.emulator.google.RunningEmulator.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets are made and removed by the owner, and used by their members. */
class BucketTest {
    @TempDir
    Path home;

    private RunningEmulator emulator;
    private Storage owner;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start(home);
        owner = emulator.options(emulator.backupKey())
                .setCredentials(GoogleCredentials.create(new AccessToken(ADMIN_TOKEN, null)))
                .build()
                .getService();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aBucketIsCreatedFoundAndDeletedOnceItIsEmpty() {
        // When
        var created = owner.create(BucketInfo.of("another-bucket"));
        var twice = refusal(() -> owner.create(BucketInfo.of("another-bucket")));
        owner.create(BlobInfo.newBuilder("another-bucket", "x").build(), "x".getBytes(StandardCharsets.UTF_8));
        var full = refusal(() -> owner.delete("another-bucket"));
        owner.delete("another-bucket", "x");
        var deleted = owner.delete("another-bucket");

        // Then
        assertThat(created.getName()).isEqualTo("another-bucket");
        assertThat(twice.getCode()).isEqualTo(409);
        assertThat(full.getCode()).isEqualTo(409);
        assertThat(deleted).isTrue();
        assertThat(owner.get("another-bucket")).isNull();
        assertThat(home.resolve("data/buckets/another-bucket")).doesNotExist();
    }

    @Test
    void membersOfOneBucketAreStrangersToAnother() {
        // Given
        owner.create(BucketInfo.of("another-bucket"));
        var member = emulator.storage();

        // When
        var create = refusal(() -> member.create(BucketInfo.of("third-bucket")));
        var read = refusal(() -> member.get("another-bucket"));
        var delete = refusal(() -> member.delete(BUCKET));

        // Then
        assertThat(create.getCode()).isEqualTo(403);
        assertThat(read.getCode()).isEqualTo(403);
        assertThat(delete.getMessage()).contains("storage.buckets.delete");
    }

    @Test
    void namesAndFieldsThatAreNotOfferedAreRefused() {
        // Given
        var path = "/storage/v1/b?project=" + PROJECT;

        // When
        var badName = emulator.send("POST", path, ADMIN_TOKEN, "{\"name\":\"../outside\"}");
        var retention = emulator.send(
                "POST", path, ADMIN_TOKEN, "{\"name\":\"good\",\"retentionPolicy\":{\"retentionPeriod\":\"9\"}}");
        var otherProject = emulator.send("POST", "/storage/v1/b?project=other", ADMIN_TOKEN, "{\"name\":\"good\"}");

        // Then
        assertThat(badName.statusCode()).isEqualTo(400);
        assertThat(retention.body()).contains("retentionPolicy");
        assertThat(otherProject.statusCode()).isEqualTo(403);
    }

    private static StorageException refusal(Runnable call) {
        var refusal = new StorageException[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, e -> refusal[0] = e);
        return refusal[0];
    }
}
