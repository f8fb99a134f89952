package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Secret that holds the credential. Its name and the names of its entries are those that were observed, and so is what stands there:
 * nothing else is ever written to, and nothing else is ever replaced.
 *
 * @param uid of the Secret, so that another one of the same name is not taken for it
 * @param entries which part of the credential stands in which entry, by the name of the entry
 * @param digests SHA-256 of what stood in each entry, in hexadecimal, by the name of the entry; what has none is replaced by nobody
 */
public record Destination(
        ObjectRef secret, String uid, SortedMap<String, String> entries, SortedMap<String, String> digests) {
    public Destination {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    public Destination(ObjectRef secret, String uid, Map<String, String> entries, Map<String, String> digests) {
        this(secret, uid, new TreeMap<>(entries), new TreeMap<>(digests));
    }

    /** The entries that do not hold what was observed, in order. @param content by the name of the entry */
    public List<String> changed(Map<String, Bytes> content) {
        return entries.keySet().stream()
                .filter(entry -> !isAsObserved(entry, content))
                .toList();
    }

    /** Whether an entry holds what was observed. */
    private boolean isAsObserved(String entry, Map<String, Bytes> content) {
        var bytes = content.get(entry);
        return bytes != null && bytes.sha256().hex().equals(digests.get(entry));
    }
}
