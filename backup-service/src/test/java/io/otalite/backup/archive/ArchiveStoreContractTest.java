package io.otalite.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.tuf.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ArchiveStore} promises. */
public abstract class ArchiveStoreContractTest {
    private final String folder = "contract/" + UUID.randomUUID() + "/";

    /** The same store each time, or one over the same objects. */
    protected abstract ArchiveStore store();

    @Test
    void whatWasPutIsReadBackWithItsMetadata() {
        // Given
        var object = object("one", Bytes.utf8("content"));

        // When
        var outcome = store().put(object);

        // Then
        var stored = ((PutOutcome.Stored) outcome).object();
        assertThat(stored.generation()).isPositive();
        assertThat(stored.size()).isEqualTo(7);
        assertThat(stored.crc32c()).hasSize(8);
        assertThat(stored.metadata()).isEqualTo(object.metadata());
        assertThat(store().find(object.name())).contains(stored);
        assertThat(store().read(object.name())).contains(new StoredContent(stored, object.content()));
    }

    @Test
    void puttingTheSameAgainChangesNothing() {
        // Given
        var object = object("one", Bytes.utf8("content"));
        var first = ((PutOutcome.Stored) store().put(object)).object();

        // When
        var second = store().put(object);

        // Then
        assertThat(second).isEqualTo(new PutOutcome.AlreadyStored(first));
    }

    @Test
    void anotherContentUnderTheNameIsAConflictAndIsNotWritten() {
        // Given
        var first = object("one", Bytes.utf8("content"));
        var stored = ((PutOutcome.Stored) store().put(first)).object();

        // When
        var outcome = store().put(object("one", Bytes.utf8("c0ntent")));

        // Then
        assertThat(outcome).isEqualTo(new PutOutcome.Conflict(stored));
        assertThat(store().read(first.name()).orElseThrow().bytes()).isEqualTo(first.content());
    }

    @Test
    void ofManyPutsAtOnceExactlyOneWrites() throws InterruptedException {
        // Given
        var puts = IntStream.range(0, 8)
                .<Callable<PutOutcome>>mapToObj(i -> () -> store().put(object("race", Bytes.utf8("writer " + i))))
                .toList();

        // When
        List<PutOutcome> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outcomes = threads.invokeAll(puts).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }

        // Then
        assertThat(outcomes).filteredOn(PutOutcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(PutOutcome.Conflict.class::isInstance).hasSize(7);
    }

    @Test
    void whatWasNeverPutIsNotFound() {
        assertThat(store().find(name("none"))).isEmpty();
        assertThat(store().read(name("none"))).isEmpty();
        assertThat(store().list(folder, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void emptyAndLargeContentsComeBackUnchanged() {
        // Given
        var large = new byte[5 * 1024 * 1024];
        new Random(42).nextBytes(large);
        var objects = List.of(object("empty", Bytes.utf8("")), object("large", Bytes.copyOf(large)));

        // When
        objects.forEach(object -> assertThat(store().put(object)).isInstanceOf(PutOutcome.Stored.class));

        // Then
        for (var object : objects) {
            assertThat(store().read(object.name()).orElseThrow().bytes()).isEqualTo(object.content());
        }
    }

    @Test
    void aListIsInTheOrderOfNamesAndGoesOnAfterAName() {
        // Given
        List.of("3", "1", "4", "2").forEach(name -> store().put(object(name, Bytes.utf8(name))));
        store().put(new NewObject(
                new ObjectName("other-" + folder + "5"), Bytes.utf8("5"), "text/plain", new TreeMap<>()));

        // When
        var firstTwo = store().list(folder, Optional.empty(), 2);
        var next = store().list(folder, Optional.of(firstTwo.getLast().name()), 10);

        // Then
        assertThat(firstTwo).extracting(StoredObject::name).containsExactly(name("1"), name("2"));
        assertThat(next).extracting(StoredObject::name).containsExactly(name("3"), name("4"));
        assertThat(next.getFirst().metadata()).containsKey(StoredObject.SHA256);
    }

    @Test
    void aListGoesOnAfterANameThatDoesNotExist() {
        // Given
        List.of("1", "3").forEach(name -> store().put(object(name, Bytes.utf8(name))));

        // When
        var found = store().list(folder, Optional.of(name("2")), 10);

        // Then
        assertThat(found).extracting(StoredObject::name).containsExactly(name("3"));
    }

    private NewObject object(String name, Bytes content) {
        var metadata =
                new TreeMap<>(Map.of(StoredObject.SHA256, content.sha256().hex(), "note", "a b/c"));
        return new NewObject(name(name), content, "application/octet-stream", metadata);
    }

    private ObjectName name(String name) {
        return new ObjectName(folder + name);
    }
}
