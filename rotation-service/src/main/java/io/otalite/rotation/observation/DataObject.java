package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Secret or a ConfigMap, without its content.
 *
 * @param type of a Secret, such as {@code kubernetes.io/tls}; empty for a ConfigMap
 * @param entries by their keys
 * @param changed when its data was last written, as far as its managed fields tell
 * @param unread why an entry could not be looked into, by its key
 */
public record DataObject(
        ObjectRef ref,
        Meta meta,
        String type,
        boolean immutable,
        Map<String, Entry> entries,
        Optional<Instant> changed,
        Map<String, String> unread)
        implements Observed {

    /**
     * One entry.
     *
     * @param sha256 of the decoded bytes, in hexadecimal; empty where only the name is known
     * @param size in bytes
     * @param googleKey what a key file of a Google service account says of itself
     */
    public record Entry(String sha256, int size, Optional<KeyFileIdentity> googleKey) {}

    /** Whose key stands in a key file. The key itself is not read. */
    public record KeyFileIdentity(String privateKeyId, String clientEmail) {}

    public DataObject {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        unread = Map.copyOf(unread);
    }

    /** The keys of Google service accounts that stand in it. */
    @Override
    public List<Reference> references() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().googleKey().isPresent())
                .map(entry -> {
                    var identity = entry.getValue().googleKey().get();
                    return Reference.of(
                            Use.GOOGLE_KEY,
                            new ObjectRef(Kinds.GOOGLE_KEY, identity.clientEmail(), identity.privateKeyId()),
                            "/data/" + Pointer.escape(entry.getKey()),
                            "private_key_id");
                })
                .toList();
    }

    /** Whether every entry could be read and there is one. */
    public boolean isReadable() {
        return !entries.isEmpty()
                && entries.values().stream().noneMatch(entry -> entry.sha256().isEmpty());
    }

    /** The same for all that have the same entries with the same content, whatever their names and kinds. */
    public String fingerprint() {
        var text = new StringBuilder();
        entries.forEach((key, entry) ->
                text.append(key).append(' ').append(entry.sha256()).append(' '));
        return text.toString();
    }

    /**
     * This object, seen after an earlier version of it. When its data was changed is known from then on: the time of a manager of fields
     * is that of its last write to anything.
     */
    DataObject after(DataObject earlier, Instant now) {
        var same = !earlier.meta.uid().isEmpty() && earlier.meta.uid().equals(meta.uid());
        var time = same && earlier.fingerprint().equals(fingerprint()) ? earlier.changed : Optional.of(now);
        return new DataObject(ref, meta, type, immutable, entries, same ? time : changed, unread);
    }
}
