package io.otalite.api.publication;

import io.otalite.api.signing.SigningKeys;
import io.otalite.events.FactoryName;
import io.otalite.tuf.RoleSigners;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes factories, each by one change at a time and with its keys at hand. The keys are read before the lock is taken:
 * nobody waits for a key service while he holds a factory. Thread-safe.
 */
public final class ChangeFactory {
    private final PublicationStore store;
    private final SigningKeys keys;
    private final Consumer<FactoryName> afterCommit;
    private final WaitingLines lines = new WaitingLines();

    /** @param afterCommit called after each change; wakes the relay, and lets what is remembered of the factory go */
    public ChangeFactory(PublicationStore store, SigningKeys keys, Consumer<FactoryName> afterCommit) {
        this.store = store;
        this.keys = keys;
        this.afterCommit = afterCommit;
    }

    /**
     * A change under the lock. It may be applied a second time, when the keys turn out to be older than the root.
     *
     * @param <T> what became of it
     */
    @FunctionalInterface
    public interface Change<T> {
        /**
         * @param held all keys that are held for the factory
         * @throws MissingKeysException when a key of the present root is not among them
         */
        T apply(PublicationStore.Locked locked, RoleSigners held);
    }

    /**
     * Waits for its turn and applies the change; nothing of it is durable when it throws.
     *
     * @return empty when there is no such factory
     */
    public <T> Optional<T> change(FactoryName factory, Change<T> change) {
        return lines.inLine(factory, () -> withKeys(factory, change, store::<T>locked));
    }

    /** As {@link #change}, but also empty, at once, while somebody else changes the factory. */
    public <T> Optional<T> changeUnlessBusy(FactoryName factory, Change<T> change) {
        return withKeys(factory, change, store::<T>lockedUnlessBusy);
    }

    private <T> Optional<T> withKeys(
            FactoryName factory,
            Change<T> change,
            BiFunction<FactoryName, Function<PublicationStore.Locked, T>, Optional<T>> lock) {
        try {
            return once(factory, change, lock);
        } catch (MissingKeysException rotatedMeanwhile) {
            return once(factory, change, lock);
        }
    }

    private <T> Optional<T> once(
            FactoryName factory,
            Change<T> change,
            BiFunction<FactoryName, Function<PublicationStore.Locked, T>, Optional<T>> lock) {
        var held = keys.held(factory);
        var result = lock.apply(factory, locked -> change.apply(locked, held));
        afterCommit.accept(factory);
        return result;
    }
}
