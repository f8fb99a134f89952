package io.otalite.api.publication;

import io.otalite.events.FactoryName;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Changes what a customer decides about a factory. */
public final class ChangeSettings {
    private final PublicationStore store;
    private final Clock clock;
    private final Consumer<FactoryName> afterCommit;

    /** @param afterCommit called after each change; lets what is remembered of the factory go */
    public ChangeSettings(PublicationStore store, Clock clock, Consumer<FactoryName> afterCommit) {
        this.store = store;
        this.clock = clock;
        this.afterCommit = afterCommit;
    }

    /**
     * Applies the change under the factory's lock; one that changes nothing is not recorded.
     *
     * @return the factory as it is from then on; empty when there is no such factory
     */
    public Optional<Factory> change(FactoryName factory, UnaryOperator<FactorySettings> change, String caller) {
        var changed = store.locked(factory, locked -> {
            var before = locked.factory().settings();
            var after = change.apply(before);
            requireRoom(locked, after);
            if (!after.equals(before)) {
                locked.change(after);
                locked.record(AuditFacts.changed(before, after, clock.instant(), caller));
            }
            return locked.factory().with(after);
        });
        afterCommit.accept(factory);
        return changed;
    }

    /** Else nothing could be signed anew any more, and what is served would expire. */
    private static void requireRoom(PublicationStore.Locked locked, FactorySettings settings) {
        for (var dialect : settings.dialects()) {
            var size = locked.served(SetId.full(dialect), RoleName.TARGETS).size();
            if (size > settings.limits().targets()) {
                throw new InvalidValueException(
                        "clientLimits.targets",
                        "at least what is served now, %d bytes".formatted(size),
                        Integer.toString(settings.limits().targets()));
            }
        }
    }
}
