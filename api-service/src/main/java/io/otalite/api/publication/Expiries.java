package io.otalite.api.publication;

import io.otalite.tuf.RoleName;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** When the documents that are served now expire; those of one role expire together in all sets and dialects. */
public record Expiries(Instant root, Instant targets, Instant snapshot, Instant timestamp) {
    public Instant of(RoleName role) {
        return switch (role) {
            case ROOT -> root;
            case TARGETS -> targets;
            case SNAPSHOT -> snapshot;
            case TIMESTAMP -> timestamp;
        };
    }

    /** When the first of them expires: from then on devices refuse the repository. */
    public Instant earliest() {
        return Stream.of(root, targets, snapshot, timestamp)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
