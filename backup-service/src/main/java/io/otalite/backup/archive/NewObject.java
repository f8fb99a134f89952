package io.otalite.backup.archive;

import io.otalite.tuf.Bytes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object to be written.
 *
 * @param contentType its media type
 * @param metadata facts that travel with it, at most 8 KiB in all; {@link StoredObject#SHA256} is added by nobody: whoever
 *     makes a new object says its digest
 */
public record NewObject(ObjectName name, Bytes content, String contentType, SortedMap<String, String> metadata) {
    public NewObject {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }
}
