package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Secrets in memory. */
final class ScriptedDestinations implements Destinations {
    private final Crash crash;
    private final Map<ObjectRef, Map<String, Bytes>> secrets = new TreeMap<>();
    private final Map<ObjectRef, Integer> versions = new HashMap<>();
    private Optional<String> refusal = Optional.empty();

    ScriptedDestinations(Crash crash) {
        this.crash = crash;
    }

    /** Somebody writes an entry. */
    void put(ObjectRef secret, String entry, String content) {
        secrets.computeIfAbsent(secret, _ -> new TreeMap<>()).put(entry, Bytes.utf8(content));
        versions.merge(secret, 1, Integer::sum);
    }

    Bytes get(ObjectRef secret, String entry) {
        return secrets.get(secret).get(entry);
    }

    void refuseWrites(String reason) {
        refusal = Optional.of(reason);
    }

    /** Who holds a credential. */
    Set<ObjectRef> holders(String id) {
        var found = new TreeSet<ObjectRef>();
        secrets.forEach((ref, entries) -> {
            if (entries.containsValue(Bytes.utf8("content of " + id))) {
                found.add(ref);
            }
        });
        return found;
    }

    @Override
    public List<String> refusals(Destination destination, Map<String, String> observed) {
        return List.of();
    }

    @Override
    public Optional<Content> read(Destination destination) {
        var entries = secrets.get(destination.secret());
        if (entries == null
                || !entries.keySet().containsAll(destination.entries().keySet())) {
            return Optional.empty();
        }
        var found = new HashMap<>(entries);
        found.keySet().retainAll(destination.entries().keySet());
        return Optional.of(new Content(found, versions.get(destination.secret()).toString()));
    }

    @Override
    public Written write(Destination destination, Content read, Map<String, Bytes> entries, String mark) {
        if (refusal.isPresent()) {
            return new Written.Refused(refusal.get());
        }
        if (!read.resourceVersion().equals(versions.get(destination.secret()).toString())) {
            return new Written.Overtaken();
        }
        crash.around("write " + destination.secret(), () -> {
            secrets.get(destination.secret()).putAll(entries);
            versions.merge(destination.secret(), 1, Integer::sum);
        });
        return new Written.Done();
    }
}
