package io.otalite.backup.archive;

import io.otalite.tuf.Bytes;

/** An object with its content. */
public record StoredContent(StoredObject object, Bytes bytes) {
    /** Whether the content is what was noted when it was written. */
    public boolean intact() {
        return object.sha256().filter(bytes.sha256()::equals).isPresent();
    }
}
