package io.otalite.api.publication;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A new root that waits for signatures; at most one of a factory.
 *
 * @param recovery whether the online keys that it replaces are in strange hands: nothing is signed with them any more
 * @param versionsAbove the versions of what is published with it are above this one
 * @param candidates the file of each dialect, with the signatures that have come in
 */
public record RootUpdate(
        Instant startedAt,
        String startedBy,
        String message,
        boolean recovery,
        long versionsAbove,
        Map<Dialect, Bytes> candidates) {
    public RootUpdate {
        candidates = Map.copyOf(candidates);
    }

    /** The file of a dialect; empty when the factory does not publish in it. */
    public Optional<Bytes> candidate(Dialect dialect) {
        return Optional.ofNullable(candidates.get(dialect));
    }

    /** The same update after a signature came in. */
    public RootUpdate with(Map<Dialect, Bytes> signed) {
        return new RootUpdate(startedAt, startedBy, message, recovery, versionsAbove, signed);
    }
}
