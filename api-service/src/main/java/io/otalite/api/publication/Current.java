package io.otalite.api.publication;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Root;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.TrustedState;
import java.util.Map;
import java.util.Optional;

/**
 * What is served now, as far as the next release depends on it.
 *
 * @param roots the newest root of each dialect; empty before the first release
 * @param sets the newest timestamp and snapshot of each set that is served
 * @param targets the digest of the full {@code targets.json} of each dialect
 */
public record Current(Map<Dialect, Bytes> roots, Map<SetId, Online> sets, Map<Dialect, Sha256> targets) {
    /** Before the first release. */
    public static final Current NOTHING = new Current(Map.of(), Map.of(), Map.of());

    public Current {
        roots = Map.copyOf(roots);
        sets = Map.copyOf(sets);
        targets = Map.copyOf(targets);
    }

    /** The documents of a set that say which of the others belong together. */
    public record Online(Bytes snapshot, Bytes timestamp) {}

    /** The file of the newest root. */
    public Bytes rootFile(Dialect dialect) {
        return Optional.ofNullable(roots.get(dialect))
                .orElseThrow(() -> new IllegalStateException("No root is served in the dialect " + dialect));
    }

    /** The newest root. */
    public Root root(Dialect dialect) {
        return Root.parse(SignedMetadata.parse(dialect, rootFile(dialect)));
    }

    /** The digest of the full {@code targets.json}. */
    public Sha256 checksum(Dialect dialect) {
        return Optional.ofNullable(targets.get(dialect))
                .orElseThrow(() -> new IllegalStateException("No Targets are served in the dialect " + dialect));
    }

    /**
     * What a device that is up to date trusts; for a new set it has the root only.
     *
     * @param firstRoot what it was shipped with before the first release
     */
    TrustedState trusted(SetId set, Optional<Bytes> firstRoot) {
        var served = Optional.ofNullable(sets.get(set));
        return new TrustedState(
                Optional.ofNullable(roots.get(set.dialect()))
                        .or(() -> firstRoot)
                        .orElseThrow(),
                served.map(Online::timestamp),
                served.map(Online::snapshot),
                Optional.empty());
    }
}
