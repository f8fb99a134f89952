package io.otalite.tuf;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long each role's metadata is valid from its signing; all positive, of at least a second. */
public record Lifetimes(Duration root, Duration targets, Duration snapshot, Duration timestamp) {

    public Lifetimes {
        requireSeconds(RoleName.ROOT, root);
        requireSeconds(RoleName.TARGETS, targets);
        requireSeconds(RoleName.SNAPSHOT, snapshot);
        requireSeconds(RoleName.TIMESTAMP, timestamp);
    }

    private static void requireSeconds(RoleName role, Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new InvalidValueException("the lifetime of " + role.json(), "at least a second", lifetime.toString());
        }
    }

    public Duration of(RoleName role) {
        return switch (role) {
            case ROOT -> root;
            case TARGETS -> targets;
            case SNAPSHOT -> snapshot;
            case TIMESTAMP -> timestamp;
        };
    }

    /** When metadata of the role signed now expires; whole seconds, as metadata knows no fractions (TUF 4.2.3). */
    public Instant expiry(RoleName role, Instant now) {
        return now.plus(of(role)).truncatedTo(ChronoUnit.SECONDS);
    }
}
