package io.otalite.api.signing;

/**
 * A key that encrypts the data keys of factories, and that is kept outside of the database: in a mounted file, or in a
 * service that gives it to nobody. Thread-safe.
 *
 * <p>Law: {@code unwrap(wrap(k, a), a)} is {@code k}; with any other associated data, or a changed ciphertext, it fails.
 *
 * <p>Both operations may throw {@link KeysUnavailableException}.
 */
public interface KeyEncryptionKey {
    /** The key's name, for good; it is stored beside what the key has wrapped, and says nothing of the key. */
    String id();

    /** @param associatedData what the result is bound to; not secret, not stored in it */
    byte[] wrap(byte[] dataKey, byte[] associatedData);

    /** @throws KeyUnreadableException when this key did not wrap it for this associated data */
    byte[] unwrap(byte[] wrapped, byte[] associatedData);
}
