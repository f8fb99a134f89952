package io.otalite.tuf;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The private keys at hand for each role. A role may have none: root keys, for one, are often kept offline. */
public record RoleSigners(Map<RoleName, List<MetadataSigner>> signers) {

    public RoleSigners {
        Map<RoleName, List<MetadataSigner>> copy = new EnumMap<>(RoleName.class);
        signers.forEach((role, keys) -> copy.put(role, List.copyOf(keys)));
        signers = Collections.unmodifiableMap(copy);
    }

    /** The role's signers; empty when its keys are not at hand. */
    public List<MetadataSigner> of(RoleName role) {
        return signers.getOrDefault(role, List.of());
    }
}
