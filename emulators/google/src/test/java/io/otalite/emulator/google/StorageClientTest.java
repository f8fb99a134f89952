package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON API of Cloud Storage as Google's own client uses it. */
class StorageClientTest {
    @TempDir
    static Path home;

    private static RunningEmulator emulator;
    private static Storage storage;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
        storage = emulator.storage();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void aStoredObjectIsReadBackWithItsMetadataAndDigests() {
        // Given
        var bytes = random(10_000);
        var info = BlobInfo.newBuilder(BUCKET, "read/back ü+%.json")
                .setContentType("application/json")
                .setMetadata(Map.of("sha256", "abc"))
                .build();

        // When
        var created = storage.create(info, bytes, BlobTargetOption.doesNotExist());

        // Then
        var found = storage.get(created.getBlobId());
        assertThat(found.getContentType()).isEqualTo("application/json");
        assertThat(found.getMetadata()).containsExactly(Map.entry("sha256", "abc"));
        assertThat(found.getSize()).isEqualTo(10_000);
        assertThat(found.getGeneration()).isEqualTo(created.getGeneration()).isPositive();
        assertThat(found.getMetageneration()).isEqualTo(1);
        assertThat(storage.readAllBytes(created.getBlobId())).isEqualTo(bytes);
    }

    @Test
    void anEmptyObjectIsStoredAndRead() {
        // When
        var created = storage.create(BlobInfo.newBuilder(BUCKET, "empty").build());

        // Then
        assertThat(storage.readAllBytes(created.getBlobId())).isEmpty();
    }

    @Test
    void givenAnObject_whenCreatedAgainUnderDoesNotExist_then412AndTheFirstStays() {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "write-once").build();
        storage.create(info, utf8("first"), BlobTargetOption.doesNotExist());

        // When
        var again = catching(() -> storage.create(info, utf8("second"), BlobTargetOption.doesNotExist()));

        // Then
        assertThat(again.getCode()).isEqualTo(412);
        assertThat(again.getReason()).isEqualTo("conditionNotMet");
        assertThat(storage.readAllBytes(info.getBlobId())).isEqualTo(utf8("first"));
    }

    @Test
    void ofManyConcurrentCreatesOfOneNameExactlyOneWins() throws InterruptedException {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "race").build();
        var creates = IntStream.range(0, 16)
                .mapToObj(i -> (Callable<Blob>)
                        () -> storage.create(info, utf8("writer " + i), BlobTargetOption.doesNotExist()))
                .toList();

        // When
        List<Future<Blob>> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outcomes = threads.invokeAll(creates);
        }

        // Then
        var winners = outcomes.stream().flatMap(StorageClientTest::winner).toList();
        assertThat(winners).hasSize(1);
        assertThat(storage.get(info.getBlobId()).getGeneration())
                .isEqualTo(winners.getFirst().getGeneration());
    }

    private static Stream<Blob> winner(Future<Blob> outcome) {
        try {
            return Stream.of(outcome.get());
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(412));
            return Stream.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aResumableUploadOfSeveralChunksArrivesWhole() throws IOException {
        // Given
        var bytes = random(700_000);
        var info = BlobInfo.newBuilder(BUCKET, "resumable").build();

        // When
        try (var writer = storage.writer(info, Storage.BlobWriteOption.doesNotExist())) {
            writer.setChunkSize(256 * 1024);
            writer.write(ByteBuffer.wrap(bytes));
        }

        // Then
        assertThat(storage.readAllBytes(info.getBlobId())).isEqualTo(bytes);
    }

    @Test
    void givenAnObject_whenResumableUploadsStartOrEndUnderDoesNotExist_then412() throws IOException {
        // Given
        var early = BlobInfo.newBuilder(BUCKET, "resumable-late").build();
        var writer = storage.writer(early, Storage.BlobWriteOption.doesNotExist());
        writer.setChunkSize(256 * 1024);
        writer.write(ByteBuffer.wrap(random(300_000)));
        storage.create(early, utf8("overtaker"));

        // When
        var atTheEnd = catching(() -> {
            writer.close();
            return writer;
        });
        var atTheStart = catching(() -> storage.createFrom(
                early, new ByteArrayInputStream(utf8("too late")), Storage.BlobWriteOption.doesNotExist()));

        // Then
        assertThat(atTheEnd.getCode()).isEqualTo(412);
        assertThat(atTheStart.getCode()).isEqualTo(412);
        assertThat(storage.readAllBytes(early.getBlobId())).isEqualTo(utf8("overtaker"));
    }

    @Test
    void partsOfAnObjectAreRead() throws IOException {
        // Given
        var bytes = random(50_000);
        var info = BlobInfo.newBuilder(BUCKET, "parts").build();
        storage.create(info, bytes);
        var part = ByteBuffer.allocate(1000);

        // When
        try (var reader = storage.reader(info.getBlobId())) {
            reader.seek(20_000);
            reader.limit(21_000);
            while (reader.read(part) >= 0 && part.hasRemaining()) {
                assertThat(part.position()).isPositive();
            }
        }

        // Then
        assertThat(part.array()).isEqualTo(Arrays.copyOfRange(bytes, 20_000, 21_000));
    }

    @Test
    void aListingHasPagesPrefixesAndTheOrderOfUtf8() {
        // Given
        var names = List.of("list/a/1", "list/a/2", "list/b", "list/c/1", "list/\uFB01", "list/\uD83D\uDE00");
        names.forEach(name -> storage.create(BlobInfo.newBuilder(BUCKET, name).build(), utf8(name)));

        // When
        var all = names(BlobListOption.prefix("list/"), BlobListOption.pageSize(2));
        var grouped =
                names(BlobListOption.prefix("list/"), BlobListOption.currentDirectory(), BlobListOption.pageSize(1));
        var slice = names(
                BlobListOption.prefix("list/"),
                BlobListOption.startOffset("list/a/2"),
                BlobListOption.endOffset("list/c"));

        // Then
        assertThat(all).containsExactlyElementsOf(names);
        assertThat(grouped)
                .containsExactlyInAnyOrder("list/a/", "list/b", "list/c/", "list/\uFB01", "list/\uD83D\uDE00");
        assertThat(slice).containsExactly("list/a/2", "list/b");
    }

    private static List<String> names(BlobListOption... options) {
        var names = new ArrayList<String>();
        storage.list(BUCKET, options).iterateAll().forEach(blob -> names.add(blob.getName()));
        return names;
    }

    @Test
    void metadataIsChangedUnderItsMetageneration() {
        // Given
        var blob = storage.create(
                BlobInfo.newBuilder(BUCKET, "updated")
                        .setMetadata(Map.of("kept", "1", "gone", "2"))
                        .build(),
                utf8("content"));
        var change = new HashMap<String, String>();
        change.put("gone", null);
        change.put("new", "3");

        // When
        var updated = blob.toBuilder().setMetadata(change).build().update(BlobTargetOption.metagenerationMatch());
        var stale = catching(() ->
                blob.toBuilder().setContentType("text/plain").build().update(BlobTargetOption.metagenerationMatch()));

        // Then
        assertThat(updated.getMetageneration()).isEqualTo(2);
        assertThat(storage.get(blob.getBlobId()).getMetadata())
                .containsOnly(Map.entry("kept", "1"), Map.entry("new", "3"));
        assertThat(stale.getCode()).isEqualTo(412);
    }

    @Test
    void anOverwriteHasANewGenerationAndDeletingTheOldOneIsRefused() {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "overwritten").build();
        var first = storage.create(info, utf8("one"));
        var second = storage.create(info, utf8("two"));

        // When
        var refused = catching(
                () -> storage.delete(info.getBlobId(), BlobSourceOption.generationMatch(first.getGeneration())));
        var deleted = storage.delete(info.getBlobId(), BlobSourceOption.generationMatch(second.getGeneration()));

        // Then
        assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
        assertThat(refused.getCode()).isEqualTo(412);
        assertThat(deleted).isTrue();
        assertThat(storage.get(info.getBlobId())).isNull();
        assertThat(storage.delete(info.getBlobId())).isFalse();
    }

    @Test
    void aReadCanDemandAGeneration() {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "demanded").build();
        var blob = storage.create(info, utf8("one"));

        // When
        var same = storage.get(info.getBlobId(), Storage.BlobGetOption.generationMatch(blob.getGeneration()));
        var other = catching(
                () -> storage.get(info.getBlobId(), Storage.BlobGetOption.generationMatch(blob.getGeneration() + 1)));

        // Then
        assertThat(same).isNotNull();
        assertThat(other.getCode()).isEqualTo(412);
    }

    @Test
    void contentThatDoesNotFitItsChecksumIsRefusedAndNotStored() {
        // Given
        var info = BlobInfo.newBuilder(BUCKET, "damaged").setCrc32c("AAAAAA==").build();

        // When
        var refused = catching(() ->
                storage.create(info, new ByteArrayInputStream(utf8("content")), Storage.BlobWriteOption.crc32cMatch()));

        // Then
        assertThat(refused.getCode()).isEqualTo(400);
        assertThat(refused.getReason()).isEqualTo("invalid");
        assertThat(storage.get(info.getBlobId())).isNull();
    }

    @Test
    void whatIsMissingIsToldApart() {
        assertThat(storage.get(BUCKET, "absent")).isNull();
        assertThatThrownBy(() -> storage.readAllBytes(BUCKET, "absent"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(404));
        assertThat(storage.get("no-such-bucket")).isNull();
        var noBucket = catching(
                () -> storage.create(BlobInfo.newBuilder("no-such-bucket", "x").build(), utf8("x")));
        assertThat(noBucket.getCode()).isEqualTo(404);
        assertThat(noBucket.getReason()).isEqualTo("notFound");
    }

    @Test
    void fieldsMayBeSelectedWithoutHarm() {
        // Given
        storage.create(BlobInfo.newBuilder(BUCKET, "fields").build(), utf8("x"));

        // When
        var blob = storage.get(
                BUCKET, "fields", Storage.BlobGetOption.fields(BlobField.NAME, BlobField.CRC32C, BlobField.SIZE));

        // Then
        assertThat(blob.getSize()).isEqualTo(1);
    }

    @Test
    void permissionsAreTold() {
        // When
        var held = storage.testIamPermissions(
                BUCKET, List.of("storage.objects.create", "storage.buckets.delete", "storage.objects.get"));

        // Then
        assertThat(held).containsExactly(true, false, true);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StorageException catching(Callable<?> call) {
        try {
            call.call();
        } catch (StorageException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError("Expected a StorageException", e);
        }
        throw new AssertionError("Expected a StorageException");
    }
}
