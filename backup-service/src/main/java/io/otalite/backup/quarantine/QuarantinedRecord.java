package io.otalite.backup.quarantine;

import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.StoredObject;
import java.util.Optional;

/**
 * One record that was set aside, read back from what stands in the bucket.
 *
 * @param path topic, partition and offset, as the path under which it is found again
 */
public record QuarantinedRecord(String path, StoredObject object) {
    static final String REASON = "reason";
    static final String MESSAGE = "message";
    static final String KEY = "key";
    static final String HEADERS = "headers";
    static final String SUBJECT = "subject";
    static final String WRITTEN = "written";

    static QuarantinedRecord of(StoredObject object) {
        return new QuarantinedRecord(object.name().value().substring(ArchiveLayout.QUARANTINE.length()), object);
    }

    /** The code of a {@link io.otalite.backup.archive.Refusal.Reason}. */
    public String reason() {
        return object.metadata().getOrDefault(REASON, "unknown");
    }

    /** What was expected and what was found. */
    public String message() {
        return object.metadata().getOrDefault(MESSAGE, "");
    }

    /** The document that the record spoke of, if it said so; not to be trusted. */
    public Optional<String> subject() {
        return Optional.ofNullable(object.metadata().get(SUBJECT));
    }

    /** The record's key; empty when it had none. */
    public String key() {
        return object.metadata().getOrDefault(KEY, "");
    }

    /** The record's headers as a JSON object; empty when they were too large to keep. */
    public Optional<String> headersJson() {
        return Optional.ofNullable(object.metadata().get(HEADERS));
    }

    /** The record's own time stamp, ISO 8601. */
    public Optional<String> written() {
        return Optional.ofNullable(object.metadata().get(WRITTEN));
    }
}
