package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keys speak for a role and how many of them must (TUF 4.3, 4.5). A key listed twice is refused, so that nobody
 * reads a threshold of two where one key suffices. Fewer keys than the threshold are representable, as received
 * metadata may have them; such a role can never be verified.
 */
public record RoleKeys(List<KeyId> keyIds, int threshold, UnknownMembers unrecognised) {

    static final Set<String> MEMBERS = Set.of("keyids", "threshold");

    public RoleKeys {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1) {
            throw new InvalidValueException("a threshold", "at least 1", String.valueOf(threshold));
        }
        if (new HashSet<>(keyIds).size() != keyIds.size()) {
            throw new InvalidValueException("the keyids of a role", "different from each other", keyIds.toString());
        }
    }

    public RoleKeys(List<KeyId> keyIds, int threshold) {
        this(keyIds, threshold, UnknownMembers.NONE);
    }

    static RoleKeys parse(Members role, Set<String> known, Dialect dialect) {
        List<String> keyIds = role.texts("keyids");
        long threshold = role.integer("threshold");
        if (threshold > dialect.largestThreshold()) {
            throw role.refused("threshold", "must be at most " + dialect.largestThreshold() + ", found " + threshold);
        }
        UnknownMembers unrecognised = UnknownMembers.of(role, known);
        return role.whole(_ -> new RoleKeys(
                keyIds.stream().map(KeyId::new).toList(), Math.clamp(threshold, 0, Integer.MAX_VALUE), unrecognised));
    }

    /** Whether there are enough keys to reach the threshold at all. */
    public boolean canBeMet() {
        return keyIds.size() >= threshold;
    }

    void addTo(ObjectNode json) {
        var listed = json.putArray("keyids");
        keyIds.forEach(keyId -> listed.add(keyId.hex()));
        json.put("threshold", threshold);
        unrecognised.addTo(json);
    }
}
