package io.otalite.emulator.cluster.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final ObjectKey FIRST = new ObjectKey(Kinds.SECRET, "shop", "first");
    private static final ObjectKey SECOND = new ObjectKey(Kinds.SECRET, "shop", "second");

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("objects.journal");
    }

    @Test
    void whatIsStoredIsThereAgainWithItsVersion() throws IOException {
        // Given
        ObjectNode stored;
        try (var journal = FileJournal.open(file)) {
            var objects = store(journal);
            objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), empty(), Write.FOR_REAL);
            stored = objects.create(FIRST, empty().put("type", "Opaque"), Write.FOR_REAL);
        }

        // When
        try (var journal = FileJournal.open(file)) {
            var objects = store(journal);

            // Then
            assertThat(objects.get(FIRST)).contains(stored);
            assertThat(objects.version()).isEqualTo(2);
        }
    }

    @Test
    void theCounterGoesOnAlsoAfterADeletion() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            var objects = filled(journal);
            objects.remove(SECOND);
        }

        // When
        try (var journal = FileJournal.open(file)) {
            var objects = store(journal);

            // Then
            assertThat(objects.get(SECOND)).isEmpty();
            assertThat(objects.version()).isEqualTo(4);
            assertThat(objects.get(FIRST)).isPresent();
        }
    }

    @Test
    void theCounterSurvivesTwoStartsInARow() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            filled(journal).remove(SECOND);
        }
        FileJournal.open(file).close();

        // When
        try (var journal = FileJournal.open(file)) {
            // Then
            assertThat(journal.recover().version()).isEqualTo(4);
        }
    }

    @Test
    void aVersionOfAnEarlierLifeIsTooOldToWatchFrom() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            filled(journal);
        }

        // When
        try (var journal = FileJournal.open(file)) {
            var objects = store(journal);

            // Then
            assertThatThrownBy(() -> objects.watch(_ -> true, 2))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(410));
        }
    }

    @Test
    void aLastChangeThatIsTornAnywhereIsDroppedAndNothingElse() throws IOException {
        // Given
        long before;
        try (var journal = FileJournal.open(file)) {
            var objects = filled(journal);
            before = Files.size(file);
            objects.update(FIRST, secret -> secret.put("type", "kubernetes.io/tls"));
        }
        var whole = Files.readAllBytes(file);
        assertThat(whole.length).isGreaterThan((int) before + 100);

        for (var length = (int) before; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            // When
            try (var journal = FileJournal.open(file)) {
                var recovered = journal.recover();

                // Then
                assertThat(recovered.version()).as("cut at %d", length).isEqualTo(3);
                assertThat(recovered.objects()).as("cut at %d", length).hasSize(3);
            }
        }
    }

    @Test
    void writingGoesOnAfterATornTail() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            filled(journal);
        }
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        try (var journal = FileJournal.open(file)) {
            store(journal).create(SECOND, empty(), Write.FOR_REAL);
        }

        // When
        try (var journal = FileJournal.open(file)) {
            // Then
            assertThat(store(journal).get(SECOND)).isPresent();
        }
    }

    @Test
    void damageInTheMiddleIsToldAndNothingIsTouched() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            filled(journal);
        }
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        // When
        assertThatThrownBy(() -> FileJournal.open(file))
                // Then
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("objects.journal is damaged at byte")
                .hasMessageContaining("checksum");
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void aStartCompactsTheFile() throws IOException {
        // Given
        try (var journal = FileJournal.open(file)) {
            var objects = filled(journal);
            for (var i = 0; i < 100; i++) {
                var type = "type-" + i;
                objects.update(FIRST, secret -> secret.put("type", type));
            }
        }
        var before = Files.size(file);

        // When
        FileJournal.open(file).close();

        // Then
        assertThat(Files.size(file)).isLessThan(before / 10);
    }

    @Test
    void aFileThatGrowsIsCompactedWhileItIsWritten() throws IOException {
        // Given
        try (var journal = FileJournal.open(file, 4096)) {
            var objects = filled(journal);

            // When
            for (var i = 0; i < 1000; i++) {
                var type = "type-" + i;
                objects.update(FIRST, secret -> secret.put("type", type));
            }
        }

        // Then
        assertThat(Files.size(file)).isLessThan(2 * 4096);
        try (var journal = FileJournal.open(file)) {
            var objects = store(journal);
            assertThat(objects.version()).isEqualTo(1003);
            assertThat(objects.get(FIRST).orElseThrow().path("type").asText()).isEqualTo("type-999");
            assertThat(objects.get(SECOND)).isPresent();
        }
    }

    @Test
    void aNameOfAnyLengthIsReadAgain() throws IOException {
        // Given
        var name = "x".repeat(100_000);
        try (var journal = FileJournal.open(file)) {
            filled(journal).update(FIRST, secret -> secret.put(name, 1));
        }

        // When
        try (var journal = FileJournal.open(file)) {
            // Then
            assertThat(store(journal).get(FIRST).orElseThrow().has(name)).isTrue();
        }
    }

    @Test
    void nobodyElseCanReadIt() throws IOException {
        // When
        FileJournal.open(file).close();

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** Versions 1 to 3: a namespace and two Secrets. */
    private static Objects filled(Journal journal) {
        var objects = store(journal);
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), empty(), Write.FOR_REAL);
        objects.create(FIRST, empty().put("type", "Opaque"), Write.FOR_REAL);
        objects.create(SECOND, empty().put("type", "Opaque"), Write.FOR_REAL);
        return objects;
    }

    private static Objects store(Journal journal) {
        return new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, journal);
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
