package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import java.util.List;
import java.util.Optional;

/**
 * The stored keys, seen as what has to be wrapped anew after a change of the key-encryption key. A factory is outdated when
 * its data key is under a previous one, or an unknown one, or when it has private keys in the form of an earlier release, directly
 * under a key-encryption key. Thread-safe.
 *
 * <p>Every operation may throw {@link KeysUnavailableException}.
 */
public interface RewrappableKeys {
    /** Outdated factories in the order of their names, which is fixed, those after the given one only. */
    List<FactoryName> outdated(Optional<FactoryName> after, int limit);

    /**
     * Brings the factory up to date, wholly or not at all; what somebody else has done meanwhile stays done.
     *
     * @throws KeyUnreadableException when what it has cannot be read with the keys at hand; nothing is changed
     */
    void rewrap(FactoryName factory);

    /** How many factories are up to date, and how many are not. */
    Count count();

    /** Numbers of factories with online keys. */
    record Count(long current, long outdated) {}
}
