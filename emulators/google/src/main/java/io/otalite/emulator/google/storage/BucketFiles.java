package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.disk.FileNames;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a bucket's things lie: {@code bucket.json}, one JSON file per object in {@code objects/}, one file per content in
 * {@code content/}, and {@code incoming/} for what is not committed. The bucket exists while {@code bucket.json} does, the
 * object while its JSON file does.
 */
record BucketFiles(Path root) {
    private static final String SUFFIX = ".json";

    Path bucket() {
        return root.resolve("bucket.json");
    }

    Path objects() {
        return root.resolve("objects");
    }

    Path content() {
        return root.resolve("content");
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    Path object(String name) {
        return objects().resolve(FileNames.of(name) + SUFFIX);
    }

    Path content(StoredObject object) {
        return content().resolve(object.contentFile());
    }

    void makeDirectories() throws IOException {
        DurableFiles.directory(objects());
        DurableFiles.directory(content());
        DurableFiles.directory(incoming());
    }

    static StoredObject read(Path file) throws IOException {
        return read(file, StoredObject.class);
    }

    /** As {@link #read(Path)}, for streams. */
    static StoredObject readUnchecked(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BucketRecord readBucket() throws IOException {
        return read(bucket(), BucketRecord.class);
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        var bytes = Files.readAllBytes(file);
        try {
            return Json.read(bytes, type);
        } catch (IOException e) {
            throw new IOException("%s is damaged".formatted(file), e);
        }
    }
}
