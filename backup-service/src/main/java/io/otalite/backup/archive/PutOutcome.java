package io.otalite.backup.archive;

/** What became of {@link ArchiveStore#put}. */
public sealed interface PutOutcome {
    /** The object was written now and is durable. */
    record Stored(StoredObject object) implements PutOutcome {}

    /** The same content stood there before: an earlier attempt whose answer was lost, or a replay. */
    record AlreadyStored(StoredObject object) implements PutOutcome {}

    /** Another content stands there. Nothing was written. */
    record Conflict(StoredObject existing) implements PutOutcome {}

    /** The store will not take this object, however often it is offered. */
    record Rejected(String why) implements PutOutcome {}
}
