package io.otalite.emulator.google.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.emulator.google.disk.DataDirectory;
import io.otalite.emulator.google.disk.DurableFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that fails half-way changes nothing, now and after a restart. */
class CommitTest {
    private static final Preconditions.Rule NO_RULE =
            new Preconditions.Rule(OptionalLong.empty(), OptionalLong.empty());

    @TempDir
    Path home;

    private DataDirectory data;

    @BeforeEach
    void open() throws IOException {
        data = DataDirectory.open(home);
    }

    @AfterEach
    void close() throws IOException {
        data.close();
    }

    @Test
    void givenTheContentCannotBePlaced_whenStored_thenThereIsNoObject() throws IOException {
        // Given
        var bucket = bucket();
        DurableFiles.removeTree(bucket.files().content());

        // When
        assertThatThrownBy(() -> store(bucket, "content")).isInstanceOf(IOException.class);

        // Then
        assertThat(bucket.find("name")).isEmpty();
        assertThat(bucket().find("name")).isEmpty();
        assertThat(bucket.files().incoming()).isEmptyDirectory();
    }

    @Test
    void givenTheNameCannotBeWritten_whenOverwritten_thenTheOldObjectStays() throws IOException {
        // Given
        var bucket = bucket();
        var old = store(bucket, "old");
        var blocker = Files.createDirectory(bucket.files()
                .incoming()
                .resolve("." + bucket.files().object("name").getFileName() + ".tmp"));
        Files.createFile(blocker.resolve("in the way"));

        // When
        assertThatThrownBy(() -> store(bucket, "new")).isInstanceOf(IOException.class);

        // Then
        var reopened = bucket();
        assertThat(bucket.find("name")).contains(old);
        assertThat(reopened.find("name")).contains(old);
        assertThat(reopened.files().content(old)).hasContent("old");
        assertThat(reopened.files().content())
                .isDirectoryContaining(file -> file.equals(bucket.files().content(old)));
        try (var files = Files.list(reopened.files().content())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void givenTheClockWentBack_whenStoredAgain_thenTheGenerationGrowsAllTheSame() throws IOException {
        // Given
        var first = store(bucket(), "first");
        var past = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);

        // When
        var second = store(Buckets.open(data, past).get("bucket"), "second");

        // Then
        assertThat(second.revision().generation())
                .isGreaterThan(first.revision().generation());
    }

    private Bucket bucket() throws IOException {
        var buckets = Buckets.open(data, Clock.systemUTC());
        buckets.ensure("bucket", "member");
        return buckets.get("bucket");
    }

    private static StoredObject store(Bucket bucket, String content) throws IOException {
        var plan = new UploadPlan(
                "name",
                ObjectAttributes.none(),
                new ExpectedChecksums(Optional.empty(), Optional.empty()),
                new Preconditions(OptionalLong.empty(), NO_RULE, NO_RULE));
        try (var incoming = Incoming.create(bucket.files().incoming(), 100)) {
            incoming.append(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            return plan.commit(bucket, incoming);
        }
    }
}
