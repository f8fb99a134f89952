package io.otalite.rotation.rotations;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a rotation is. Each state names the work that comes next, and its methods are the ways out of it; there are no others.
 *
 * <pre>
 * PLANNED ─► (REVOKING ─►) MINTING ─► MINTED ─► PROVEN ─► STAGING ─► STAGED ─► CANARY ─► ROLLING ─► SETTLED ─► DRAINING
 *    │                        └───────────┴────────┘          └─────────┴─────────┴─────────┘              │        │
 *    ▼                                    ▼                                 ▼                              │        ▼
 * REFUSED               DISCARDING ─► ABORTED              RESTORING ─► REVERTING ─► DISCARDING            │    DISABLING
 *                                                              ▲                          ▼                │        │
 *                                                          ENABLING ◄───────────┐    ROLLED_BACK           │        ▼
 *                                                                               └──────────────────────────┼── QUARANTINED
 *                                                                                                          ▼        ▼
 *                                                                                              DONE ◄───────── DELETING
 * </pre>
 */
public sealed interface State {
    /** For REST, metrics and the database: {@code ROLLED_BACK} for {@link RolledBack}. */
    default String name() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    /** The new credential, as its issuer names it; empty where it is not made yet, or is on its way out. */
    default Optional<String> newCredential() {
        return switch (this) {
            case Minted minted -> Optional.of(minted.newId());
            case Proven proven -> Optional.of(proven.newId());
            case Staging staging -> Optional.of(staging.newId());
            case Staged staged -> Optional.of(staged.newId());
            case Canary canary -> Optional.of(canary.newId());
            case Rolling rolling -> Optional.of(rolling.newId());
            case Retiring retiring -> Optional.of(retiring.newId());
            case Deleting deleting -> Optional.of(deleting.newId());
            case Done done -> Optional.of(done.newId());
            case Enabling enabling -> Optional.of(enabling.newId());
            case Planned _,
                    Revoking _,
                    Minting _,
                    Restoring _,
                    Reverting _,
                    Discarding _,
                    Refused _,
                    Aborted _,
                    RolledBack _,
                    Failed _ -> Optional.empty();
        };
    }

    /** A person wants nothing more done about it, in whatever state it is. */
    default Failed abandon(String reason) {
        return new Failed(reason);
    }

    /** Whether nothing more will be done. */
    default boolean isOver() {
        return this instanceof Over;
    }

    /** A state in which nothing has been written to the cluster yet: an abort takes the new credential back, and that is all. */
    sealed interface BeforeStaging extends State permits Minting, Minted, Proven {
        default Discarding discard(String reason) {
            return new Discarding(reason, Optional.empty(), Optional.empty());
        }
    }

    /** A state in which workloads may have taken the new credential: the way back begins with the old content. */
    sealed interface Distributing extends State permits Staging, Staged, Canary, Rolling {
        /** From when on somebody may have taken the new content. */
        Instant stagedAt();

        default Restoring restore(String reason) {
            return new Restoring(reason, stagedAt(), Optional.empty());
        }

        /** The old credential is not to be used again: what is there stays, and a person has to act. */
        default Failed fail(String reason) {
            return new Failed(reason);
        }
    }

    /** A state in which everything uses the new credential, and the old one is on its way out. */
    sealed interface Retiring extends State permits Settled, Draining, Disabling, Quarantined {
        String newId();

        Instant stagedAt();

        /** Back to the old credential altogether. */
        default Enabling goBack(String reason) {
            return new Enabling(newId(), reason, stagedAt(), true);
        }
    }

    /** From when on, and until when. */
    record Span(Instant from, Instant until) {}

    /** The end. */
    sealed interface Over extends State permits Refused, Done, Aborted, RolledBack, Failed {}

    /** To be examined: nothing has been touched. */
    record Planned() implements State {
        public Refused refuse(List<String> reasons) {
            return new Refused(reasons);
        }

        public Minting cleared() {
            return new Minting();
        }

        public Revoking revoke() {
            return new Revoking();
        }

        public Aborted abort(String reason) {
            return new Aborted(reason);
        }
    }

    /** The old credential is known to be in wrong hands: it is disabled before anything else. */
    record Revoking() implements State {
        public Failed giveUp(String reason) {
            return new Failed(reason);
        }

        public Minting revoked() {
            return new Minting();
        }
    }

    /** The new credential is to be made; what that needs is recorded. */
    record Minting() implements BeforeStaging {
        public Minted minted(String newId, Instant now) {
            return new Minted(newId, now, 0);
        }
    }

    /** The new credential is to be proven. @param proofs how many attempts in a row have succeeded */
    record Minted(String newId, Instant mintedAt, int proofs) implements BeforeStaging {
        public Minted succeeded() {
            return new Minted(newId, mintedAt, proofs + 1);
        }

        public Minted failed() {
            return new Minted(newId, mintedAt, 0);
        }

        public Proven proven() {
            return new Proven(newId);
        }
    }

    /** The content of the destinations is to be kept. */
    record Proven(String newId) implements BeforeStaging {
        public Staging kept(Instant now) {
            return new Staging(newId, now);
        }
    }

    /** The new content is to be written; the previous one is recorded. */
    record Staging(String newId, Instant stagedAt) implements Distributing {
        public Staged written(Instant now) {
            return new Staged(newId, stagedAt, now);
        }
    }

    /** That it has changed is to be announced. */
    record Staged(String newId, Instant stagedAt, Instant writtenAt) implements Distributing {
        public Canary announced() {
            return new Canary(newId, stagedAt);
        }
    }

    /** The first workload is to be restarted and watched. */
    record Canary(String newId, Instant stagedAt) implements Distributing {
        public Rolling healthy() {
            return new Rolling(newId, stagedAt);
        }

        public Settled nobody(Instant now) {
            return new Settled(newId, stagedAt, now);
        }
    }

    /** The others are to be restarted and watched. */
    record Rolling(String newId, Instant stagedAt) implements Distributing {
        public Settled healthy(Instant now) {
            return new Settled(newId, stagedAt, now);
        }
    }

    /** That nothing holds the old credential any more is to be seen. */
    record Settled(String newId, Instant stagedAt, Instant settledAt) implements Retiring {
        public Draining unheld(Instant now) {
            return new Draining(newId, stagedAt, now, now);
        }

        /** It was revoked at the beginning. */
        public Deleting revokedAlready() {
            return new Deleting(newId);
        }

        /** There is no old credential that could be retired. */
        public Done nothingToRetire() {
            return new Done(newId);
        }
    }

    /**
     * The old credential is to fall silent.
     *
     * @param quietSince from when on no use of it is known
     */
    record Draining(String newId, Instant stagedAt, Instant since, Instant quietSince) implements Retiring {
        public Draining used(Instant last) {
            return new Draining(newId, stagedAt, since, last.isAfter(quietSince) ? last : quietSince);
        }

        public Disabling silent() {
            return new Disabling(newId, stagedAt);
        }
    }

    /** The old credential is to be disabled. */
    record Disabling(String newId, Instant stagedAt) implements Retiring {
        public Quarantined disabled(Instant now) {
            return new Quarantined(newId, stagedAt, now, Optional.empty());
        }
    }

    /** The old credential is disabled, and nothing is to break meanwhile. @param troubledSince since when something is amiss */
    record Quarantined(String newId, Instant stagedAt, Instant since, Optional<Instant> troubledSince)
            implements Retiring {
        public Quarantined troubled(Optional<Instant> when) {
            return new Quarantined(newId, stagedAt, since, when);
        }

        /** Something needs it after all. */
        public Enabling broke(String reason) {
            return new Enabling(newId, reason, stagedAt, false);
        }

        public Deleting quiet() {
            return new Deleting(newId);
        }
    }

    /** The old credential is to be deleted: from here on there is no way back. */
    record Deleting(String newId) implements State {
        public Done deleted() {
            return new Done(newId);
        }
    }

    /** The old credential is to be enabled again. @param restoring whether its content is to come back, too */
    record Enabling(String newId, String reason, Instant stagedAt, boolean restoring) implements State {
        public Restoring restore(Instant now) {
            return new Restoring(reason, stagedAt, Optional.of(now));
        }

        /** Somebody has deleted it: there is no way back. */
        public Failed gone() {
            return new Failed(reason + "; the old credential cannot be enabled again, for somebody has deleted it");
        }

        public Draining drain(Instant now) {
            return new Draining(newId, stagedAt, now, now);
        }
    }

    /**
     * The previous content is to be written back wherever ours still stands.
     *
     * @param enabledAt when the old credential was enabled for that; empty when it was never disabled
     */
    record Restoring(String reason, Instant stagedAt, Optional<Instant> enabledAt) implements State {
        public Reverting restored(Instant now) {
            return new Reverting(reason, new Span(stagedAt, now), 0);
        }

        /** The old credential is not good any more: going back would break what works. */
        public Failed noWayBack(String why) {
            return new Failed("%s; and there is no way back: %s".formatted(reason, why));
        }
    }

    /** What took the new content is to be restarted and watched. @param round how often that has failed */
    record Reverting(String reason, Span exposed, int round) implements State {
        public Reverting again() {
            return new Reverting(reason, exposed, round + 1);
        }

        public Discarding healthy(Instant now) {
            return new Discarding(reason, Optional.of(exposed), Optional.of(now));
        }
    }

    /**
     * The new credential is to be disabled and deleted.
     *
     * @param exposed while it stood in the cluster; empty when it never did
     * @param quietSince from when on no use of it is known: at first, from when on nothing has had to use it; empty when it never stood there
     */
    record Discarding(String reason, Optional<Span> exposed, Optional<Instant> quietSince) implements State {
        public Discarding used(Instant last) {
            return new Discarding(
                    reason,
                    exposed,
                    quietSince.filter(since -> !since.isBefore(last)).or(() -> Optional.of(last)));
        }

        public Over discarded() {
            return exposed.isPresent() ? new RolledBack(reason) : new Aborted(reason);
        }

        /** The old credential was revoked at the beginning, so nothing is as it was. */
        public Failed discardedAfterRevoking() {
            return new Failed(
                    reason + "; the old credential is disabled all the same, and nothing has taken its place");
        }
    }

    /** Nothing was touched. */
    record Refused(List<String> reasons) implements Over {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /** The new credential is in use everywhere, and the old one is gone. */
    record Done(String newId) implements Over {}

    /** Given up before anything was written; the new credential is gone. */
    record Aborted(String reason) implements Over {}

    /** Everything is as it was before; the new credential is gone. */
    record RolledBack(String reason) implements Over {}

    /** It could neither be finished nor undone, or a person has given it up halfway: a person has to act. */
    record Failed(String reason) implements Over {}
}
