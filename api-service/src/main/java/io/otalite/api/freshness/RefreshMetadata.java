package io.otalite.api.freshness;

import io.otalite.api.publication.AuditFacts;
import io.otalite.api.publication.ChangeFactory;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.OnlineSigners;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.RefreshTimes;
import io.otalite.api.publication.Releases;
import io.otalite.api.roots.RootUpdates;
import io.otalite.events.FactoryName;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Signs anew what would expire: the timestamps alone where that suffices, as it mostly does, and snapshots with them; Targets
 * by a publication without a change; the root if this service holds enough of its keys. Every replica may try:
 * under the factory's lock one of them finds it due and the others do not.
 */
public final class RefreshMetadata {
    private static final String CALLER = "ota-lite";
    private static final String REASON = "Signed anew before it expires";

    private final ChangeFactory factories;
    private final Releases releases;
    private final RefreshTimes refreshTimes;
    private final PublishTargets publishTargets;
    private final RootUpdates rootUpdates;
    private final Clock clock;

    public RefreshMetadata(
            ChangeFactory factories,
            Releases releases,
            RefreshTimes refreshTimes,
            PublishTargets publishTargets,
            RootUpdates rootUpdates,
            Clock clock) {
        this.factories = factories;
        this.releases = releases;
        this.refreshTimes = refreshTimes;
        this.publishTargets = publishTargets;
        this.rootUpdates = rootUpdates;
        this.clock = clock;
    }

    /** What became of a try. */
    public enum Outcome {
        /** Signed anew and visible. */
        REFRESHED,
        /** Nothing is due any more, or somebody changes the factory at this moment. */
        NOT_DUE
    }

    /**
     * Refreshes a factory if it has to be. The timestamps come first and by themselves: whatever keeps the rest from being
     * signed must not take them with it.
     *
     * @throws MissingKeysException when too few of its keys are held here
     */
    public Outcome refresh(FactoryName factory) {
        var step = factories.changeUnlessBusy(factory, this::timestamps).orElse(Step.NOTHING);
        var targets = step.targetsDue() && publishTargets.renew(factory, CALLER, REASON, this::areTargetsDue);
        var root = step.rootDue() && rootUpdates.renew(factory, REASON, CALLER, this::isRootDue);
        return step.signed() || targets || root ? Outcome.REFRESHED : Outcome.NOT_DUE;
    }

    /**
     * What was done under the lock, and which larger work is due.
     *
     * @param signed whether timestamps were signed
     */
    private record Step(boolean signed, boolean targetsDue, boolean rootDue) {
        private static final Step NOTHING = new Step(false, false, false);
    }

    private Step timestamps(PublicationStore.Locked locked, RoleSigners held) {
        var factory = locked.factory();
        if (factory.heads().refreshAt().isAfter(now())) {
            return Step.NOTHING;
        }
        var current = locked.current();
        var root = current.root(factory.dialects().getFirst());
        var signers = OnlineSigners.listed(held, List.of(root));
        OnlineSigners.lacking(signers, root).ifPresent(role -> {
            throw new MissingKeysException(role);
        });
        var due = isDue(factory, RoleName.TIMESTAMP) || isDue(factory, RoleName.SNAPSHOT);
        if (due) {
            var release = releases.refresh(factory, current, now(), signers, locked::served);
            locked.release(release);
            locked.record(AuditFacts.refreshed(release, now(), CALLER));
        }
        var rootSignable =
                signers.of(RoleName.ROOT).size() >= root.role(RoleName.ROOT).threshold();
        return new Step(due, areTargetsDue(factory), rootSignable && isRootDue(factory));
    }

    private boolean areTargetsDue(Factory factory) {
        return isDue(factory, RoleName.TARGETS);
    }

    private boolean isRootDue(Factory factory) {
        return isDue(factory, RoleName.ROOT);
    }

    private boolean isDue(Factory factory, RoleName role) {
        return refreshTimes.isDue(role, factory.heads().expiries(), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
