package io.otalite.api.signing;

import io.otalite.events.FactoryName;

/**
 * Makes, unlocks and re-wraps the data keys of factories. Between a private key and the key-encryption key stands a data key,
 * so that a change of the latter touches one short row for each factory and no private key. Thread-safe.
 *
 * <p>Every operation may throw {@link KeysUnavailableException}: the key-encryption key may be in a service.
 */
public interface DataKeys {
    /** A new data key for the factory, under the current key-encryption key. */
    WrappedDataKey generate(FactoryName factory);

    /** @throws KeyUnreadableException when its key-encryption key is not at hand, or when it is of another factory */
    DataKey unwrap(FactoryName factory, WrappedDataKey wrapped);

    /**
     * The same data key under the current key-encryption key.
     *
     * @throws KeyUnreadableException when its key-encryption key is not at hand, or when it is of another factory
     */
    WrappedDataKey rewrap(FactoryName factory, WrappedDataKey wrapped);
}
