package io.otalite.backup.archive.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Storage;
import io.otalite.backup.LocalGoogle;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ArchiveStoreContractTest;
import io.otalite.backup.archive.NewObject;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.PutOutcome;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.credential.LiveCredential;
import io.otalite.backup.credential.ProofIntervals;
import io.otalite.backup.credential.file.MountedKeyFile;
import io.otalite.backup.credential.google.GoogleAccess;
import io.otalite.backup.credential.google.GoogleKeyProver;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.tuf.Bytes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with the real client, and what only a network can do to it. */
class GcsArchiveStoreTest extends ArchiveStoreContractTest {
    private static final String UPLOADS = "/upload/storage/v1/b/*";

    @TempDir
    private static Path directory;

    private static LocalGoogle google;
    private static LiveCredential<Storage> credential;
    private static ArchiveStore store;

    @BeforeAll
    static void start() {
        google = new LocalGoogle(directory);
        credential = credential(LocalGoogle.BUCKET);
        store = new GcsArchiveStore(LocalGoogle.BUCKET, credential);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @AfterEach
    void mend() {
        google.clearFaults();
    }

    @Override
    protected ArchiveStore store() {
        return store;
    }

    @Test
    void givenAnAnswerLostAfterTheCommit_whenPut_thenTheOwnObjectIsRecognised() {
        // Given
        var object = object();
        fault(UPLOADS, "drop-after", 200, 1);

        // When
        var outcome = store.put(object);

        // Then
        assertThat(outcome).isInstanceOf(PutOutcome.AlreadyStored.class);
        assertThat(store.read(object.name()).orElseThrow().bytes()).isEqualTo(object.content());
    }

    @Test
    void givenA503AfterTheCommit_whenPut_thenTheOwnObjectIsRecognised() {
        // Given
        fault(UPLOADS, "status-after", 503, 1);

        // When, Then
        assertThat(store.put(object())).isInstanceOf(PutOutcome.AlreadyStored.class);
    }

    @Test
    void givenATokenRefusedOnce_whenPut_thenTheSecondAttemptWrites() {
        // Given
        fault(UPLOADS, "status", 401, 1);

        // When, Then
        assertThat(store.put(object())).isInstanceOf(PutOutcome.Stored.class);
    }

    @Test
    void givenARequestDamagedOnItsWay_whenPut_thenTheSecondAttemptWrites() {
        // Given
        fault(UPLOADS, "status", 400, 1);

        // When, Then
        assertThat(store.put(object())).isInstanceOf(PutOutcome.Stored.class);
    }

    @Test
    void whatIsRefusedTwiceForItsContentIsRejected() {
        // Given
        fault(UPLOADS, "status", 400, 2);

        // When, Then
        assertThat(store.put(object())).isInstanceOf(PutOutcome.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "status, 500, STORE",
        "status, 503, STORE",
        "status, 429, STORE",
        "status, 408, STORE",
        "status, 403, ACCESS",
        "status, 404, ACCESS",
        "status, 401, CREDENTIAL",
        "drop-before, 200, STORE",
        "not-json, 200, STORE"
    })
    void whatTheBucketCannotDoNowIsWaitedFor(String effect, int status, HoldCause cause) {
        // Given
        fault(UPLOADS, effect, status, 100);

        // When, Then
        assertThatThrownBy(() -> store.put(object()))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(cause));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aReaderIsToldToo(int status) {
        // Given
        fault("/storage/v1/b/*", "status", status, 100);

        // When, Then
        assertThatThrownBy(() -> store.list("v1/", Optional.empty(), 10)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aBucketThatDoesNotExistIsNoEmptyArchive() {
        // Given
        var elsewhere = new GcsArchiveStore("no-such-bucket", credential);

        // When, Then
        assertThatThrownBy(() -> elsewhere.list("v1/", Optional.empty(), 10))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(HoldCause.ACCESS));
        assertThatThrownBy(() -> elsewhere.find(new ObjectName("a"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> elsewhere.read(new ObjectName("a"))).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> elsewhere.put(object())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void givenARevokedKey_whenARequestIsRefused_thenTheCredentialIsProvenAgain() {
        // Given
        var doubting = credential(LocalGoogle.BUCKET);
        google.disableKey();
        fault(UPLOADS, "status", 401, 100);

        // When
        assertThatThrownBy(() -> new GcsArchiveStore(LocalGoogle.BUCKET, doubting).put(object()))
                .isInstanceOf(UnavailableException.class);
        doubting.look();
        google.enableKey();

        // Then
        assertThat(doubting.status().mounted().code()).isEqualTo("refused");
    }

    private static LiveCredential<Storage> credential(String bucket) {
        var access = new GoogleAccess(
                LocalGoogle.ACCOUNT,
                LocalGoogle.PROJECT,
                Optional.of(google.uri()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
        var credential = new LiveCredential<>(
                new MountedKeyFile(google.keyFile()),
                new GoogleKeyProver(access, new GcsBucketAccess(bucket)),
                new ProofIntervals(Duration.ofDays(1), Duration.ofDays(1)),
                Clock.systemUTC(),
                () -> {});
        credential.look();
        return credential;
    }

    private static void fault(String path, String effect, int status, int count) {
        google.fault("{\"path\":\"%s\",\"effect\":\"%s\",\"status\":%d,\"count\":%d}"
                .formatted(path, effect, status, count));
    }

    private static NewObject object() {
        var content = Bytes.utf8("content " + UUID.randomUUID());
        return new NewObject(
                new ObjectName("faults/" + UUID.randomUUID()),
                content,
                "application/json",
                new TreeMap<>(Map.of(StoredObject.SHA256, content.sha256().hex())));
    }
}
