package io.otalite.backup.archive;

import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.tuf.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** The archive as a map, with an outage that a test switches on and off. */
public final class InMemoryArchiveStore implements ArchiveStore {
    private final ConcurrentSkipListMap<ObjectName, StoredContent> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong generations = new AtomicLong();
    private volatile Optional<Supplier<RuntimeException>> outage = Optional.empty();
    private volatile Predicate<String> unanswered = _ -> false;
    private volatile boolean rejecting;
    private volatile boolean hanging;
    private final AtomicLong listings = new AtomicLong();
    private final AtomicLong listed = new AtomicLong();

    public void fail(HoldCause cause) {
        fail(() -> new UnavailableException(cause, "switched off by the test"));
    }

    public void fail(Supplier<RuntimeException> failure) {
        outage = Optional.of(failure);
    }

    /** From now on nothing with these prefixes is listed. */
    public void failToList(Predicate<String> prefixes) {
        unanswered = prefixes;
    }

    public void mend() {
        outage = Optional.empty();
        unanswered = _ -> false;
    }

    /** From now on no call returns before its thread is interrupted. */
    public void hang() {
        hanging = true;
    }

    public void rejectEverything() {
        rejecting = true;
    }

    /** What no store does by itself: another content, or none, under a name that was written. */
    public void damage(ObjectName name, Bytes content) {
        objects.computeIfPresent(name, (_, before) -> new StoredContent(before.object(), content));
    }

    public void lose(ObjectName name) {
        objects.remove(name);
    }

    /** How often a list was asked for. */
    public long listings() {
        return listings.get();
    }

    /** How many objects were in all lists together. */
    public long listed() {
        return listed.get();
    }

    @Override
    public PutOutcome put(NewObject object) {
        requireAnswer();
        if (rejecting) {
            return new PutOutcome.Rejected("HTTP 400");
        }
        var made = new StoredContent(
                new StoredObject(
                        object.name(),
                        generations.incrementAndGet(),
                        object.content().size(),
                        crc32c(object.content()),
                        Instant.parse("2026-11-22T12:00:01Z"),
                        object.metadata()),
                object.content());
        var existing = objects.putIfAbsent(object.name(), made);
        if (existing == null) {
            return new PutOutcome.Stored(made.object());
        }
        return existing.bytes().equals(object.content())
                ? new PutOutcome.AlreadyStored(existing.object())
                : new PutOutcome.Conflict(existing.object());
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        return read(name).map(StoredContent::object);
    }

    @Override
    public Optional<StoredContent> read(ObjectName name) {
        requireAnswer();
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public List<StoredObject> list(String prefix, Optional<ObjectName> after, int limit) {
        listings.incrementAndGet();
        requireAnswer();
        if (unanswered.test(prefix)) {
            throw new UnavailableException(HoldCause.STORE, "not listed by the test");
        }
        var page = objects.values().stream()
                .map(StoredContent::object)
                .filter(object -> object.name().value().startsWith(prefix))
                .filter(object -> after.isEmpty() || object.name().compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
        listed.addAndGet(page.size());
        return page;
    }

    private void requireAnswer() {
        if (hanging) {
            LockSupport.park();
        }
        outage.ifPresent(failure -> {
            throw failure.get();
        });
    }

    private static String crc32c(Bytes content) {
        var checksum = new CRC32C();
        checksum.update(content.asByteBuffer());
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
