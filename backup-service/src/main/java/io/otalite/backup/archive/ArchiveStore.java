package io.otalite.backup.archive;

import java.util.List;
import java.util.Optional;

/**
 * A bucket in which nothing is ever overwritten or deleted.
 *
 * <p>Law: once {@code put(o)} has said {@link PutOutcome.Stored} or {@link PutOutcome.AlreadyStored}, {@code read(o.name())}
 * gives {@code o.content()} for ever, and {@code put} of any other content under that name says
 * {@link PutOutcome.Conflict}. Thread-safe. Every method blocks for seconds at most and throws
 * {@link io.otalite.backup.hold.UnavailableException} when the store cannot answer now: no credential, no access, no
 * connection.
 */
public interface ArchiveStore {
    /** Writes unless something stands there. */
    PutOutcome put(NewObject object);

    /** Looks an object up; empty when there is none. */
    Optional<StoredObject> find(ObjectName name);

    /** Reads an object whole into memory; empty when there is none. */
    Optional<StoredContent> read(ObjectName name);

    /**
     * Lists in the order of names.
     *
     * @param prefix of the names, may be empty
     * @param after only names above this one; empty for the beginning
     * @param limit at most so many, from 1
     * @return empty at the end
     */
    List<StoredObject> list(String prefix, Optional<ObjectName> after, int limit);
}
