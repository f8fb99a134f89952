package io.otalite.backup.archive.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageOptions;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ArchiveStoreContractTest;
import io.otalite.backup.credential.BucketAccess;
import io.otalite.backup.credential.KeyFile;
import io.otalite.backup.credential.KeyIdentity;
import io.otalite.backup.credential.LiveCredential;
import io.otalite.backup.credential.Proof;
import io.otalite.backup.credential.ProofIntervals;
import io.otalite.tuf.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The contract with the real client, against a bucket that others wrote. The contract holds as it is; where this bucket is
 * looser than Google's, so that nothing can be learned from it, a test says so by its name, and fails when that has changed.
 */
@EnabledIf(value = "engineAnswers", disabledReason = "no container engine answers")
class FakeGcsServerIT extends ArchiveStoreContractTest {
    private static final String IMAGE = "fsouza/fake-gcs-server:1.52.2";
    private static final String BUCKET = "ota-archive";
    private static final int PORT = 4443;

    private static final GenericContainer<?> SERVER = new GenericContainer<>(IMAGE)
            .withCommand("-scheme", "http", "-backend", "memory")
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/storage/v1/b").forPort(PORT));

    private static Storage client;
    private static ArchiveStore store;

    static boolean engineAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        SERVER.start();
        client = StorageOptions.http()
                .setHost("http://%s:%d".formatted(SERVER.getHost(), SERVER.getMappedPort(PORT)))
                .setProjectId("ota-local")
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        client.create(BucketInfo.of(BUCKET));
        store = new GcsArchiveStore(BUCKET, withoutKey());
    }

    /** This bucket asks nobody for a key, and there is no issuer of tokens beside it. */
    private static LiveCredential<Storage> withoutKey() {
        var credential = new LiveCredential<>(
                () -> new KeyFile.Reading.Present(Bytes.utf8("")),
                _ -> new Proof.Good<>(new KeyIdentity("none", "anybody"), client),
                new ProofIntervals(Duration.ofDays(1), Duration.ofDays(1)),
                Clock.systemUTC(),
                () -> {});
        credential.look();
        return credential;
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Override
    protected ArchiveStore store() {
        return store;
    }

    @Test
    void looserThanGoogle_anUploadThatIsNotWhatItsChecksumSaysIsTaken() {
        // Given
        var checksumOfNothing = blob().toBuilder().setCrc32c("AAAAAA==").build();

        // When
        var taken = client.create(checksumOfNothing, bytes("content"), BlobTargetOption.doesNotExist());

        // Then
        assertThat(taken.getCrc32c()).isEqualTo("Ya91Mw==");
    }

    @Test
    void looserThanGoogle_aReadOfAGenerationThatIsNotThereIsAnswered() {
        // Given
        var stored = client.create(blob(), bytes("content"), BlobTargetOption.doesNotExist());
        var another = BlobSourceOption.generationMatch(stored.getGeneration() + 1);

        // When
        var read = client.readAllBytes(BlobId.of(BUCKET, stored.getName()), another);

        // Then
        assertThat(read).isEqualTo(bytes("content"));
    }

    @Test
    void unlikeGoogle_whatAnAccountMayDoIsNotTold() {
        // When
        var answer = new GcsBucketAccess(BUCKET).ask(client);

        // Then
        assertThat(answer).isInstanceOf(BucketAccess.Answer.Denied.class);
    }

    private static BlobInfo blob() {
        return BlobInfo.newBuilder(BUCKET, "loose/" + UUID.randomUUID()).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
