package io.otalite.api.publication;

import io.otalite.tuf.Sha256;
import java.util.Set;

/** What must hold of the present Targets for an edit to be applied (RFC 9110 13.1.1, {@code If-Match}). */
public sealed interface Precondition {
    boolean holds(Sha256 current);

    /** The client did not ask for anything. */
    record None() implements Precondition {
        @Override
        public boolean holds(Sha256 current) {
            return true;
        }
    }

    /** The Targets are still one of those that the client knows. */
    record OneOf(Set<String> checksums) implements Precondition {
        public OneOf {
            checksums = Set.copyOf(checksums);
        }

        @Override
        public boolean holds(Sha256 current) {
            return checksums.contains(current.hex());
        }
    }
}
