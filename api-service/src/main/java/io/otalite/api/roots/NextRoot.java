package io.otalite.api.roots;

import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleKeys;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The root that follows another by a change.
 *
 * @param change what is different
 * @param held the keys of this service, new ones included
 * @param made the new ones
 * @param expires when it expires
 */
record NextRoot(RootChange change, RoleSigners held, RoleSigners made, Instant expires) {

    /**
     * The root in a dialect.
     *
     * @throws InvalidValueException when the change does not fit the present root, or the dialect has no such keys
     */
    Root after(Dialect dialect, Root present) {
        Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (var role : RoleName.values()) {
            var ofRole = keysOf(role, dialect, present);
            ofRole.forEach(key -> keys.put(dialect.keyId(key), key));
            var names = ofRole.stream().map(dialect::keyId).toList();
            roles.put(role, requireEnough(role, new RoleKeys(names, threshold(role, present))));
        }
        var consistent = dialect.equals(Dialect.TUF);
        return new Root(present.version().next(), expires, consistent, keys, roles, present.unrecognised());
    }

    private List<PublicKey> keysOf(RoleName role, Dialect dialect, Root present) {
        List<PublicKey> keys = new ArrayList<>(present.keysOf(role).values());
        if (change.rotate().containsKey(role)) {
            // Root keys are held elsewhere too; of the other roles only this service signs.
            keys.removeIf(key -> role != RoleName.ROOT || isOf(held.of(role), key));
            made.of(role).forEach(signer -> keys.add(signer.publicKey()));
        }
        if (role == RoleName.ROOT) {
            removeFrom(keys, dialect);
            change.addedRootKeys().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
        }
        return keys;
    }

    private void removeFrom(List<PublicKey> keys, Dialect dialect) {
        var unknown = new HashSet<>(change.removedRootKeys());
        keys.removeIf(key -> {
            var named = unknown.remove(key.keyId().hex())
                    | unknown.remove(dialect.keyId(key).hex());
            return named;
        });
        if (!unknown.isEmpty()) {
            throw new InvalidValueException("removeKeys", "keyids of root keys", String.join(", ", unknown));
        }
    }

    private int threshold(RoleName role, Root present) {
        if (role == RoleName.ROOT) {
            return change.rootThreshold().orElse(present.role(role).threshold());
        }
        var rotation = change.rotate().get(role);
        return rotation == null ? present.role(role).threshold() : rotation.threshold();
    }

    private static RoleKeys requireEnough(RoleName role, RoleKeys keys) {
        if (!keys.canBeMet()) {
            throw new InvalidValueException(
                    "the keys of the role " + role.json(),
                    "as many as its threshold of " + keys.threshold(),
                    Integer.toString(keys.keyIds().size()));
        }
        return keys;
    }

    private static boolean isOf(List<MetadataSigner> signers, PublicKey key) {
        return signers.stream().anyMatch(signer -> signer.publicKey().equals(key));
    }
}
