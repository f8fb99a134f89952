package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.disk.DataDirectory;
import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.http.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All buckets of the project, loaded at start: what a kill left unfinished is removed, what was acknowledged is there. */
public final class Buckets {
    private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);

    private final Path root;
    private final Clock clock;
    private final Generations generations;
    private final ReentrantLock changing = new ReentrantLock();
    private final ConcurrentSkipListMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    private Buckets(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
        this.generations = new Generations(clock);
    }

    /** @throws IOException when a file is damaged or cannot be read; the message names it */
    public static Buckets open(DataDirectory data, Clock clock) throws IOException {
        var opened = new Buckets(data.directory("buckets"), clock);
        try (var directories = Files.newDirectoryStream(opened.root)) {
            for (var directory : directories) {
                opened.load(new BucketFiles(directory));
            }
        }
        return opened;
    }

    private void load(BucketFiles files) throws IOException {
        if (!Files.exists(files.bucket())) {
            DurableFiles.removeTree(files.root());
            return;
        }
        files.makeDirectories();
        DurableFiles.empty(files.incoming());
        var info = files.readBucket();
        var objects = readObjects(files);
        objects.values().forEach(object -> generations.seen(object.revision().generation()));
        compareContent(files, objects);
        buckets.put(info.name(), new Bucket(files, info, objects, generations, clock));
    }

    private static NavigableMap<String, StoredObject> readObjects(BucketFiles files) throws IOException {
        var objects = new ConcurrentSkipListMap<String, StoredObject>(ObjectNames.ORDER);
        try (var entries = Files.list(files.objects())) {
            entries.parallel().map(BucketFiles::readUnchecked).forEach(object -> objects.put(object.name(), object));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return objects;
    }

    /** Removes content that no object names. The opposite, an object without content, is not ours to mend. */
    private static void compareContent(BucketFiles files, NavigableMap<String, StoredObject> objects)
            throws IOException {
        var expected = new HashSet<String>();
        objects.values().forEach(object -> expected.add(object.contentFile()));
        try (var entries = Files.newDirectoryStream(files.content())) {
            for (var entry : entries) {
                if (!expected.remove(entry.getFileName().toString())) {
                    Files.delete(entry);
                }
            }
        }
        expected.forEach(missing -> LOG.atError()
                .addKeyValue("file", files.content().resolve(missing))
                .log("Content of an object is missing"));
    }

    /** The bucket; 404 when there is none. */
    Bucket get(String name) {
        var bucket = buckets.get(name);
        if (bucket == null) {
            throw ApiException.notFound("The specified bucket does not exist.");
        }
        return bucket;
    }

    /** Makes the bucket unless it exists, and lets the account work in it. */
    public void ensure(String name, String member) throws IOException {
        changing.lock();
        try {
            var existing = buckets.get(name);
            if (existing == null) {
                make(name, Set.of(member));
            } else {
                existing.addMember(member);
            }
        } finally {
            changing.unlock();
        }
    }

    Bucket create(String name, Set<String> members) throws IOException {
        changing.lock();
        try {
            if (buckets.containsKey(name)) {
                throw ApiException.conflict(
                        "Your previous request to create the named bucket succeeded" + " and you already own it.");
            }
            return make(name, members);
        } finally {
            changing.unlock();
        }
    }

    private Bucket make(String name, Set<String> members) throws IOException {
        if (!ObjectNames.isBucket(name)) {
            throw ApiException.invalid("Invalid bucket name: 3 to 63 of a-z, 0-9, '-', '_' and '.'.");
        }
        var files = new BucketFiles(root.resolve(name));
        files.makeDirectories();
        var info = new BucketRecord(name, clock.instant(), members);
        var bucket = new Bucket(files, info, new TreeMap<>(ObjectNames.ORDER), generations, clock);
        bucket.save(info);
        buckets.put(name, bucket);
        return bucket;
    }

    void delete(String name) throws IOException {
        changing.lock();
        try {
            var bucket = get(name);
            bucket.retire();
            buckets.remove(name);
            DurableFiles.removeTree(bucket.files().root());
        } finally {
            changing.unlock();
        }
    }
}
