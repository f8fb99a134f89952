package io.otalite.tuf;

import java.util.HashSet;
import java.util.List;

/**
 * Which keys speak for a role and how many of them must (TUF 4.3). A key listed twice is refused, so that nobody reads
 * a threshold of two where one key suffices. Fewer keys than the threshold are representable, as received roots may
 * have them; such a role can never be verified.
 */
public record RoleKeys(List<KeyId> keyIds, int threshold) {

    public RoleKeys {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1) {
            throw new InvalidValueException("a threshold", "at least 1", String.valueOf(threshold));
        }
        if (new HashSet<>(keyIds).size() != keyIds.size()) {
            throw new InvalidValueException("the keyids of a role", "different from each other", keyIds.toString());
        }
    }
}
