package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Secret that holds the credential. Its name and the names of its entries are those that were observed: nothing else is ever written to.
 *
 * @param uid of the Secret, so that another one of the same name is not taken for it
 * @param entries which part of the credential stands in which entry, by the name of the entry
 */
public record Destination(ObjectRef secret, String uid, SortedMap<String, String> entries) {
    public Destination {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    public Destination(ObjectRef secret, String uid, Map<String, String> entries) {
        this(secret, uid, new TreeMap<>(entries));
    }

    /**
     * The entries that do not hold what was observed, in order: that is replaced by nobody.
     *
     * @param content by the name of the entry
     * @param observed SHA-256 of what was, in hexadecimal, by the name of the entry
     */
    public List<String> changed(Map<String, Bytes> content, Map<String, String> observed) {
        return entries.keySet().stream()
                .filter(entry -> {
                    var bytes = content.get(entry);
                    return bytes == null || !bytes.sha256().hex().equals(observed.get(entry));
                })
                .toList();
    }
}
