package io.otalite.api.publication;

import io.otalite.api.signing.OnlineKeys;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Targets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Publishes the next version of a factory's Targets.
 *
 * <p>All of it happens under the factory's lock: read the Targets as they are, edit, sign, walk the result as a device that
 * trusts the present documents would, store documents and event. A candidate that a device would refuse never becomes
 * visible.
 */
public final class PublishTargets {
    private final PublicationStore store;
    private final OnlineKeys keys;
    private final Releases releases;
    private final Clock clock;
    private final Runnable afterCommit;
    private final int maxTargetsBytes;
    private final WaitingLines lines = new WaitingLines();

    /**
     * @param afterCommit called after each publication; wakes the relay
     * @param maxTargetsBytes the largest {@code targets.json}
     */
    public PublishTargets(
            PublicationStore store,
            OnlineKeys keys,
            Releases releases,
            Clock clock,
            Runnable afterCommit,
            int maxTargetsBytes) {
        this.store = store;
        this.keys = keys;
        this.releases = releases;
        this.clock = clock;
        this.afterCommit = afterCommit;
        this.maxTargetsBytes = maxTargetsBytes;
    }

    /** What became of a request to publish. */
    public sealed interface Outcome {
        /** The version is durable and visible. */
        record Published(PublicationRecord record) implements Outcome {}

        /** The Targets are not those that the client named. Nothing was written. */
        record PreconditionFailed(MetadataVersion version, Sha256 sha256) implements Outcome {}

        /** Nothing was written. */
        record NoSuchFactory() implements Outcome {}
    }

    /**
     * @param caller stands in the record
     * @throws EditRefusedException when the edit does not fit the Targets as they are; nothing was written
     * @throws StoreUnavailableException when it is unknown whether the version became durable
     */
    public Outcome publish(FactoryName factory, TargetsEdit edit, Precondition precondition, String caller) {
        var outcome =
                lines.inLine(factory, () -> store.locked(factory, locked -> step(locked, edit, precondition, caller)));
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Published) {
            afterCommit.run();
        }
        return outcome.orElseGet(Outcome.NoSuchFactory::new);
    }

    private Outcome step(PublicationStore.Locked locked, TargetsEdit edit, Precondition precondition, String caller) {
        var factory = locked.factory();
        var state = locked.current();
        var bytes = state.targets().orElseThrow();
        if (!precondition.holds(bytes.sha256())) {
            return new Outcome.PreconditionFailed(factory.head(), bytes.sha256());
        }
        var edited = edit.apply(Targets.parse(SignedMetadata.parse(bytes)).targets());
        var signers = keys.unlock(factory.name(), locked.keys());
        var step = new Releases.Step(factory.name(), factory.head().next(), edited, now(), caller, edit.describe());
        var release = releases.next(state, step, signers);
        checkSize(release.publication().targets());
        locked.release(release);
        return new Outcome.Published(release.record());
    }

    /** Whole seconds: what stands in the documents (TUF 4.2.3), the record and the event is one and the same instant. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void checkSize(Bytes targets) {
        if (targets.size() > maxTargetsBytes) {
            throw new EditRefusedException(
                    EditRefusedException.Reason.TARGETS_TOO_LARGE,
                    "/targets",
                    ("The signed targets.json would have %d bytes; clients in the field read at most %d."
                                    + " Remove Targets that no device needs any more.")
                            .formatted(targets.size(), maxTargetsBytes));
        }
    }
}
