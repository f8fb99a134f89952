package io.otalite.emulator.google.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.emulator.google.disk.DataDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredObjectsTest {
    private static final Preconditions ANY = new Preconditions(
            OptionalLong.empty(),
            new Preconditions.Rule(OptionalLong.empty(), OptionalLong.empty()),
            new Preconditions.Rule(OptionalLong.empty(), OptionalLong.empty()));

    @TempDir
    Path home;

    private DataDirectory data;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        data = DataDirectory.open(home);
        var buckets = Buckets.open(data, Clock.systemUTC());
        buckets.ensure("bucket", "member");
        bucket = buckets.get("bucket");
    }

    @AfterEach
    void close() throws IOException {
        data.close();
    }

    @Test
    void anObjectIsFoundOnDiskWithItsExactBytes() throws IOException {
        // Given
        var stored = store("v1/acme/tuf/full/targets/00000000000000000007.json", "bytes");

        // When
        var found = StoredObjects.open(home).find("bucket", stored.name()).orElseThrow();

        // Then
        assertThat(found.generation()).isEqualTo(stored.revision().generation());
        assertThat(found.metadata()).containsEntry("sha256", "abc");
        assertThat(found.size()).isEqualTo(5);
        assertThat(Files.readString(found.content())).isEqualTo("bytes");
        assertThat(found.content().getFileName().toString())
                .startsWith("v1%2facme%2ftuf%2ffull%2ftargets%2f00000000000000000007.json@");
    }

    @Test
    void anOverwriteLeavesOneContentFile() throws IOException {
        // Given
        store("name", "old");

        // When
        store("name", "new");

        // Then
        var found = StoredObjects.open(home).find("bucket", "name").orElseThrow();
        assertThat(Files.readString(found.content())).isEqualTo("new");
        try (var files = Files.list(found.content().getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aListingHasWhatThePrefixSays() throws IOException {
        // Given
        for (var name : List.of("b/2", "a/1", "b/1", "B/1", "b/" + "long".repeat(200))) {
            store(name, name);
        }

        // When
        var listed = StoredObjects.open(home).list("bucket", "b/");

        // Then
        assertThat(listed)
                .extracting(StoredObjects.Found::name)
                .containsExactly("b/1", "b/2", "b/" + "long".repeat(200));
    }

    @Test
    void whatDoesNotExistIsEmpty() throws IOException {
        var objects = StoredObjects.open(home);
        assertThat(objects.find("bucket", "absent")).isEmpty();
        assertThat(objects.find("no-bucket", "absent")).isEmpty();
        assertThat(objects.list("no-bucket", "")).isEmpty();
        assertThatThrownBy(() -> objects.list("../elsewhere", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private StoredObject store(String name, String content) throws IOException {
        var metadata = new TreeMap<String, String>();
        metadata.put("sha256", "abc");
        var attributes = new ObjectAttributes(new TreeMap<>(), metadata);
        var plan = new UploadPlan(name, attributes, new ExpectedChecksums(Optional.empty(), Optional.empty()), ANY);
        try (var incoming = Incoming.create(bucket.files().incoming(), 10_000)) {
            incoming.append(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            return plan.commit(bucket, incoming);
        }
    }
}
