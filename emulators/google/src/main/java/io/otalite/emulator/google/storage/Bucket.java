package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.storage.StoredObject.Revision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * One bucket: an index in memory over files on disk. One lock covers the check of the preconditions, the commit to the
 * disk and the change of the index, so that of two writers under {@code ifGenerationMatch=0} exactly one wins, and nobody
 * sees what a kill could still undo. Bytes are received and forced to the disk before the lock is taken.
 */
final class Bucket {
    private final BucketFiles files;
    private final Generations generations;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<String, StoredObject> objects;
    private volatile BucketRecord bucketRecord;
    private boolean deleted;

    Bucket(
            BucketFiles files,
            BucketRecord bucketRecord,
            NavigableMap<String, StoredObject> objects,
            Generations generations,
            Clock clock) {
        this.files = files;
        this.bucketRecord = bucketRecord;
        this.objects = new TreeMap<>(objects);
        this.generations = generations;
        this.clock = clock;
    }

    BucketRecord info() {
        return bucketRecord;
    }

    BucketFiles files() {
        return files;
    }

    Optional<StoredObject> find(String name) {
        return locked(() -> Optional.ofNullable(objects.get(name)));
    }

    /** Refuses an upload early, before its bytes are sent; {@link #commit} judges again. */
    void requireForWrite(String name, Preconditions preconditions) {
        preconditions.requireForWrite(find(name));
    }

    /**
     * Makes received bytes the content of an object. When this returns, the object survives a kill; when it throws, the
     * previous state does.
     */
    StoredObject commit(String name, ObjectAttributes attributes, Incoming incoming, Preconditions preconditions)
            throws IOException {
        var received = incoming.finished();
        return locked(() -> {
            var previous = Optional.ofNullable(objects.get(name));
            preconditions.requireForWrite(previous);
            var now = clock.instant();
            var revision = new Revision(generations.next(), 1, now, now);
            var object = new StoredObject(name, revision, incoming.checksums(), attributes);
            DurableFiles.move(received, files.content(object));
            store(object);
            if (previous.isPresent()) {
                Files.deleteIfExists(files.content(previous.get()));
            }
            return object;
        });
    }

    /** Changes an object's attributes; empty when there is none. */
    Optional<StoredObject> change(String name, Preconditions preconditions, UnaryOperator<ObjectAttributes> change)
            throws IOException {
        return locked(() -> {
            var existing = objects.get(name);
            if (existing == null) {
                return Optional.empty();
            }
            preconditions.requireForWrite(Optional.of(existing));
            var changed = existing.with(change.apply(existing.attributes()), clock.instant());
            store(changed);
            return Optional.of(changed);
        });
    }

    /** Deletes an object; false when there is none. */
    boolean delete(String name, Preconditions preconditions) throws IOException {
        return locked(() -> {
            var existing = objects.get(name);
            if (existing == null) {
                return false;
            }
            preconditions.requireForWrite(Optional.of(existing));
            DurableFiles.delete(files.object(name));
            objects.remove(name);
            Files.deleteIfExists(files.content(existing));
            return true;
        });
    }

    /** Opens an object's content; empty when there is none. The caller closes the channel. */
    Optional<OpenContent> open(String name) throws IOException {
        return locked(() -> {
            var object = objects.get(name);
            return object == null
                    ? Optional.empty()
                    : Optional.of(
                            new OpenContent(object, FileChannel.open(files.content(object), StandardOpenOption.READ)));
        });
    }

    ObjectListing.Page list(ObjectListing listing) {
        return locked(() -> listing.page(objects));
    }

    void addMember(String account) throws IOException {
        locked(() -> {
            if (!bucketRecord.members().contains(account)) {
                save(bucketRecord.withMember(account));
            }
            return account;
        });
    }

    void save(BucketRecord changed) throws IOException {
        DurableFiles.replace(files.bucket(), files.incoming(), Json.bytesOf(changed));
        bucketRecord = changed;
    }

    /** Ends an empty bucket: from here on it does not exist, also after a kill. Its directory is garbage. */
    void retire() throws IOException {
        locked(() -> {
            if (!objects.isEmpty()) {
                throw ApiException.conflict("The bucket you tried to delete is not empty.");
            }
            DurableFiles.delete(files.bucket());
            deleted = true;
            return deleted;
        });
    }

    private void store(StoredObject object) throws IOException {
        DurableFiles.replace(files.object(object.name()), files.incoming(), Json.bytesOf(object));
        objects.put(object.name(), object);
    }

    private <T, E extends Exception> T locked(Step<T, E> step) throws E {
        lock.lock();
        try {
            if (deleted) {
                throw ApiException.notFound("The specified bucket does not exist.");
            }
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Step<T, E extends Exception> {
        T run() throws E;
    }
}
