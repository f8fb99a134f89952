package io.otalite.api.roots;

import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.NewKey;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a new root is to have that the present one has not.
 *
 * @param message why, for those who sign
 * @param rotate the roles whose keys of this service are replaced by new ones
 * @param addedRootKeys keys that are held elsewhere
 * @param removedRootKeys keyids, in any dialect
 * @param rootThreshold how many root keys must sign; empty leaves it as it is
 * @param recovery whether what the replaced keys signed is to be forgotten by devices, as after their theft
 * @param versionsAbove versions that were served by somebody else, above which to go on; zero for none
 */
public record RootChange(
        String message,
        Map<RoleName, Rotation> rotate,
        List<PublicKey> addedRootKeys,
        Set<String> removedRootKeys,
        OptionalInt rootThreshold,
        boolean recovery,
        long versionsAbove) {
    /** Devices read versions as 32 bits; this leaves room for more than anybody will publish. */
    public static final long HIGHEST_VERSION = 2_000_000_000L;

    public RootChange {
        Map<RoleName, Rotation> copy = new EnumMap<>(RoleName.class);
        copy.putAll(rotate);
        rotate = Collections.unmodifiableMap(copy);
        addedRootKeys = List.copyOf(addedRootKeys);
        removedRootKeys = Set.copyOf(removedRootKeys);
        if (versionsAbove < 0 || versionsAbove > HIGHEST_VERSION) {
            throw new InvalidValueException("above", "between 0 and " + HIGHEST_VERSION, Long.toString(versionsAbove));
        }
    }

    /**
     * New keys for a role.
     *
     * @param keys how many
     * @param threshold how many of the role's keys must sign; of the root see {@link RootChange#rootThreshold}
     */
    public record Rotation(KeyScheme scheme, int keys, int threshold) {
        private static final int MOST = 10;

        public Rotation {
            if (keys < 1 || keys > MOST) {
                throw new InvalidValueException("keys", "between 1 and " + MOST, Integer.toString(keys));
            }
            if (threshold < 1 || threshold > keys) {
                throw new InvalidValueException(
                        "threshold", "between 1 and the number of keys, " + keys, Integer.toString(threshold));
            }
        }

        /** As many keys of the same kind, with the same threshold. */
        public static Rotation like(Root present, RoleName role) {
            var keys = present.keysOf(role).values();
            var scheme = keys.stream()
                    .map(PublicKey::scheme)
                    .filter(KeyScheme::isKnown)
                    .findFirst()
                    .map(KeyScheme::fromId)
                    .orElse(KeyScheme.ED25519);
            return new Rotation(scheme, keys.size(), present.role(role).threshold());
        }

        Stream<NewKey> newKeys(RoleName role) {
            return Stream.generate(() -> new NewKey(role, scheme)).limit(keys);
        }
    }

    /** Nothing but a later expiry. */
    public static RootChange renewal(String message) {
        return new RootChange(message, Map.of(), List.of(), Set.of(), OptionalInt.empty(), false, 0);
    }

    /**
     * What makes devices forget every timestamp, snapshot and targets they have seen (TUF 5.3.11), so that versions which
     * somebody drove up with stolen keys bind them no longer.
     *
     * @param present whose numbers of keys and thresholds the new root has too
     */
    public static RootChange recovery(String message, long versionsAbove, Root present) {
        Map<RoleName, Rotation> rotate = new EnumMap<>(RoleName.class);
        for (var role : EnumSet.of(RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)) {
            rotate.put(role, Rotation.like(present, role));
        }
        return new RootChange(message, rotate, List.of(), Set.of(), OptionalInt.empty(), true, versionsAbove);
    }

    List<NewKey> newKeys() {
        return rotate.entrySet().stream()
                .flatMap(entry -> entry.getValue().newKeys(entry.getKey()))
                .toList();
    }
}
