package io.otalite.api.publication;

import io.otalite.api.targets.EditRefusedException;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.events.FactoryName;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Sha256;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/**
 * Publishes the next version of a factory's Targets.
 *
 * <p>All of it happens under the factory's lock: read the Targets as they are, edit, sign, walk the result as a device that
 * trusts the present documents would, store documents and events. A candidate that a device would refuse never becomes
 * visible.
 */
public final class PublishTargets {
    private final ChangeFactory factories;
    private final Releases releases;
    private final CurrentTargets currentTargets;
    private final Clock clock;

    public PublishTargets(ChangeFactory factories, Releases releases, CurrentTargets currentTargets, Clock clock) {
        this.factories = factories;
        this.releases = releases;
        this.currentTargets = currentTargets;
        this.clock = clock;
    }

    /** What became of a request to publish. */
    public sealed interface Outcome {
        /**
         * The version is durable and visible.
         *
         * @param warnings what its customer should know, for instance that a document is nearly too large
         */
        record Published(PublicationRecord record, List<String> warnings) implements Outcome {}

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
        return factories
                .<Outcome>change(
                        factory,
                        (locked, held) -> new PublishStep(locked, currentTargets, releases, held, clock)
                                .publish(edit, precondition, caller))
                .orElseGet(Outcome.NoSuchFactory::new);
    }

    /**
     * Publishes the Targets as they are, signed anew.
     *
     * @param needed whether it is still to be done, asked when it is this caller's turn
     * @return whether it was done
     */
    public boolean renew(FactoryName factory, String caller, String summary, Predicate<Factory> needed) {
        return factories
                .change(factory, (locked, held) -> {
                    if (!needed.test(locked.factory())) {
                        return false;
                    }
                    new PublishStep(locked, currentTargets, releases, held, clock).renew(caller, summary);
                    return true;
                })
                .orElse(false);
    }
}
