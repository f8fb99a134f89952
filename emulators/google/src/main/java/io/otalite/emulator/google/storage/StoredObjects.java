package io.otalite.emulator.google.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads what is stored straight from the disk, with or without a running emulator: the second opinion of a test or a
 * demonstration that does not want to take the service's word for it. It only reads.
 */
public final class StoredObjects {
    private final Path buckets;

    private StoredObjects(Path buckets) {
        this.buckets = buckets;
    }

    /** @param dataDirectory the {@code --data} of the emulator */
    public static StoredObjects open(Path dataDirectory) {
        return new StoredObjects(dataDirectory.resolve("buckets"));
    }

    /**
     * The object of this name; empty when it is not stored, or the bucket does not exist.
     *
     * @throws IOException when a file cannot be read
     */
    public Optional<Found> find(String bucket, String name) throws IOException {
        var files = files(bucket);
        return read(files, files.object(name)).filter(found -> found.name().equals(name));
    }

    /**
     * All objects whose name begins with the prefix, in the order of a listing; none when the bucket does not exist.
     * Reads every object's JSON file.
     *
     * @throws IOException when a file cannot be read
     */
    public List<Found> list(String bucket, String prefix) throws IOException {
        var files = files(bucket);
        if (!Files.exists(files.bucket())) {
            return List.of();
        }
        var all = new ArrayList<Found>();
        try (var entries = Files.newDirectoryStream(files.objects())) {
            for (var entry : entries) {
                read(files, entry)
                        .filter(found -> found.name().startsWith(prefix))
                        .ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(Found::name, ObjectNames.ORDER));
        return List.copyOf(all);
    }

    private BucketFiles files(String bucket) {
        if (!ObjectNames.isBucket(bucket)) {
            throw new IllegalArgumentException("No bucket name: " + bucket);
        }
        return new BucketFiles(buckets.resolve(bucket));
    }

    private static Optional<Found> read(BucketFiles files, Path file) throws IOException {
        try {
            var object = BucketFiles.read(file);
            return Optional.of(new Found(
                    object.name(),
                    object.revision().generation(),
                    object.checksums().size(),
                    object.attributes().metadata(),
                    files.content(object)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /**
     * A stored object.
     *
     * @param size in bytes, as recorded when it was stored
     * @param metadata the custom metadata
     * @param content the file that holds exactly the bytes of the object
     */
    public record Found(String name, long generation, long size, SortedMap<String, String> metadata, Path content) {}
}
