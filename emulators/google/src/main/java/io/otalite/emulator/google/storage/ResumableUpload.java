package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.storage.ContentRange.Part;
import io.otalite.emulator.google.storage.ContentRange.Query;
import io.otalite.emulator.google.storage.ContentRange.Whole;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An upload that arrives in pieces and may be asked how far it got. Once stored it keeps its result, so that a caller who
 * lost the last response learns of it by asking.
 */
final class ResumableUpload implements Closeable {
    private static final long CHUNK = 256 * 1024;

    private final Bucket bucket;
    private final UploadPlan plan;
    private final String account;
    private final ReentrantLock lock = new ReentrantLock();
    private State state;

    /** @param account whose upload it is; nobody else may continue it */
    ResumableUpload(Bucket bucket, UploadPlan plan, String account, Incoming incoming) {
        this.bucket = bucket;
        this.plan = plan;
        this.account = account;
        this.state = new Receiving(incoming);
    }

    String account() {
        return account;
    }

    Bucket bucket() {
        return bucket;
    }

    /**
     * Takes what a PUT brings. Bytes that arrived before a failure stay, unless the failure ends the upload.
     *
     * @param hashes the {@code x-goog-hash} header; it describes the whole content and counts at its end
     */
    State put(ContentRange range, InputStream body, Optional<String> hashes) throws IOException {
        lock.lock();
        try {
            if (state instanceof Receiving(Incoming incoming)) {
                state = receive(incoming, range, body, hashes);
            }
            if (state instanceof Failed) {
                throw ApiException.of(410, "gone", "The upload failed and cannot be resumed.");
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    private State receive(Incoming incoming, ContentRange range, InputStream body, Optional<String> hashes)
            throws IOException {
        return switch (range) {
            case Query(var total) ->
                total.isPresent() && total.getAsLong() == incoming.size() ? finish(incoming, hashes) : state;
            case Whole() -> {
                requireNext(incoming, 0);
                incoming.append(body);
                yield finish(incoming, hashes);
            }
            case Part part -> {
                append(incoming, part, body);
                yield part.isFinal() ? finish(incoming, hashes) : state;
            }
        };
    }

    private static void append(Incoming incoming, Part part, InputStream body) throws IOException {
        requireNext(incoming, part.first());
        if (!part.isFinal() && (part.last() + 1) % CHUNK != 0) {
            throw ApiException.invalid("All but the last part must end at a multiple of %d bytes.".formatted(CHUNK));
        }
        incoming.append(body, part.last() + 1 - part.first());
        if (incoming.size() != part.last() + 1 || body.read() >= 0) {
            throw ApiException.invalid("The body is not as long as its Content-Range.");
        }
    }

    private static void requireNext(Incoming incoming, long first) {
        if (first != incoming.size()) {
            throw ApiException.invalid(
                    "Expected the part that begins at byte %d, not %d.".formatted(incoming.size(), first));
        }
    }

    private State finish(Incoming incoming, Optional<String> hashes) throws IOException {
        state = new Failed();
        try (incoming) {
            return new Stored(plan.with(plan.expected().and(hashes)).commit(bucket, incoming));
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (state instanceof Receiving(Incoming incoming)) {
                state = new Failed();
                incoming.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How far it got. */
    sealed interface State {}

    /** Waiting for more. */
    record Receiving(Incoming incoming) implements State {}

    /** Done; asking again gives the same. */
    record Stored(StoredObject object) implements State {}

    /** Refused at its end, or abandoned. */
    record Failed() implements State {}
}
