package io.otalite.api.signing;

import io.otalite.tuf.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key-encryption key in use, and others that unwrap only: those before it, and those that other replicas may wrap with
 * already. What is under one of the latter is left alone, or replicas with the old and with the new setting would undo each
 * other's work. Thread-safe.
 */
public final class KeyEncryptionKeys {
    private final KeyEncryptionKey current;
    private final Set<String> upToDate;
    private final Map<String, KeyEncryptionKey> byId = new LinkedHashMap<>();

    public KeyEncryptionKeys(
            KeyEncryptionKey current,
            List<? extends KeyEncryptionKey> previous,
            List<? extends KeyEncryptionKey> next) {
        this.current = current;
        previous.forEach(key -> byId.put(key.id(), key));
        next.forEach(key -> byId.put(key.id(), key));
        this.upToDate = Stream.concat(Stream.of(current), next.stream())
                .map(KeyEncryptionKey::id)
                .collect(Collectors.toUnmodifiableSet());
        byId.put(current.id(), current);
    }

    /** The one that wraps. */
    public KeyEncryptionKey current() {
        return current;
    }

    /** Names of the keys under which a data key may stay. */
    public Set<String> upToDate() {
        return upToDate;
    }

    /** @throws KeyUnreadableException when no key of that name is at hand */
    public KeyEncryptionKey withId(String id) {
        var key = byId.get(id);
        if (key == null) {
            throw new KeyUnreadableException("Key-encryption key %s is needed and not configured; configured are %s"
                    .formatted(id, byId.keySet()));
        }
        return key;
    }

    /**
     * Unwraps what does not say which key has wrapped it.
     *
     * @throws KeyUnreadableException when none of the keys did
     */
    public Unwrapped unwrapUnnamed(byte[] wrapped, byte[] associatedData) {
        for (var key : byId.values()) {
            try {
                return new Unwrapped(key.id(), Bytes.copyOf(key.unwrap(wrapped, associatedData)));
            } catch (KeyUnreadableException _) {
                // Another one may have.
            }
        }
        throw new KeyUnreadableException(
                "A key is protected with another key-encryption key than the configured %s, or for another factory or role"
                        .formatted(byId.keySet()));
    }

    /** What was unwrapped, and by which key. */
    public record Unwrapped(String keyEncryptionKeyId, Bytes content) {}
}
