package io.otalite.api.publication;

import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the keys that are held may sign: those that a root lists for the role. */
public final class OnlineSigners {
    private OnlineSigners() {}

    /**
     * The held keys that one of the roots lists, in the order of the roots. Two roots are given for what comes with the
     * second: a device may read the files of a repository while its root changes, and whoever trusts the first root still
     * then finds them signed (specification#223).
     */
    public static RoleSigners listed(RoleSigners held, List<Root> roots) {
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        for (var role : RoleName.values()) {
            List<MetadataSigner> listed = new ArrayList<>();
            for (var root : roots) {
                root.keysOf(role)
                        .values()
                        .forEach(key -> held.of(role).stream()
                                .filter(signer -> signer.publicKey().equals(key))
                                .filter(signer -> !listed.contains(signer))
                                .findFirst()
                                .ifPresent(listed::add));
            }
            signers.put(role, listed);
        }
        return new RoleSigners(signers);
    }

    /** The first role that cannot be signed here although every publication needs it. */
    public static Optional<RoleName> lacking(RoleSigners signers, Root root) {
        return List.of(RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP).stream()
                .filter(role -> signers.of(role).size() < root.role(role).threshold())
                .findFirst();
    }
}
