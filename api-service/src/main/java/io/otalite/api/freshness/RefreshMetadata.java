package io.otalite.api.freshness;

import io.otalite.api.publication.AuditFacts;
import io.otalite.api.publication.ChangeFactory;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.OnlineSigners;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.RefreshTimes;
import io.otalite.api.publication.Releases;
import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootUpdates;
import io.otalite.events.FactoryName;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Signs anew what would expire: the timestamps alone where that suffices, as it mostly does; otherwise snapshots too,
 * everything by a publication without a change, or the root if this service holds enough of its keys. Every replica may try:
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

    private enum Needed {
        NOTHING,
        TIMESTAMPS,
        TARGETS,
        ROOT
    }

    /**
     * Refreshes a factory if it has to be.
     *
     * @throws MissingKeysException when too few of its keys are held here
     */
    public Outcome refresh(FactoryName factory) {
        var needed = factories.changeUnlessBusy(factory, this::timestamps).orElse(Needed.NOTHING);
        return switch (needed) {
            case NOTHING -> Outcome.NOT_DUE;
            case TIMESTAMPS -> Outcome.REFRESHED;
            case TARGETS -> {
                publishTargets.renew(factory, CALLER, REASON);
                yield Outcome.REFRESHED;
            }
            case ROOT -> {
                var outcome = rootUpdates.begin(factory, RootChange.renewal(REASON), CALLER);
                yield outcome instanceof RootUpdates.Outcome.Published ? Outcome.REFRESHED : Outcome.NOT_DUE;
            }
        };
    }

    /** Does the small work at once, and says which larger one is needed instead. */
    private Needed timestamps(PublicationStore.Locked locked, RoleSigners held) {
        var factory = locked.factory();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (factory.heads().refreshAt().isAfter(now)) {
            return Needed.NOTHING;
        }
        var current = locked.current();
        var root = current.root(factory.dialects().getFirst());
        var signers = OnlineSigners.listed(held, List.of(root));
        OnlineSigners.lacking(signers, root).ifPresent(role -> {
            throw new MissingKeysException(role);
        });
        if (isRootDue(locked, root, signers, now)) {
            return Needed.ROOT;
        }
        if (refreshTimes.isDue(RoleName.TARGETS, factory.heads().expiries(), now)) {
            return Needed.TARGETS;
        }
        var release = releases.refresh(factory, current, now, signers, locked::served);
        locked.release(release);
        locked.record(AuditFacts.refreshed(release, now, CALLER));
        return Needed.TIMESTAMPS;
    }

    private boolean isRootDue(PublicationStore.Locked locked, Root root, RoleSigners signers, Instant now) {
        return refreshTimes.isDue(RoleName.ROOT, locked.factory().heads().expiries(), now)
                && signers.of(RoleName.ROOT).size() >= root.role(RoleName.ROOT).threshold()
                && locked.rootUpdate().isEmpty();
    }
}
