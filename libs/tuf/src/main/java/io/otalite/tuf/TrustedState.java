package io.otalite.tuf;

import java.util.Optional;

/**
 * What a client keeps between two updates: the files it trusted last. A new client has a root and nothing else. Rollback
 * is judged by root, timestamp and snapshot; the targets are kept to be used.
 */
public record TrustedState(Bytes root, Optional<Bytes> timestamp, Optional<Bytes> snapshot, Optional<Bytes> targets) {

    /** The state of a client that was shipped with a root and has never updated. */
    public static TrustedState ofRoot(Bytes root) {
        return new TrustedState(root, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
