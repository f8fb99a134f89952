package io.otalite.api.signing;

import io.otalite.tuf.Bytes;

/**
 * The unlocked data key of a factory, under which its private keys are encrypted. Thread-safe.
 *
 * <p>Law: {@code decrypt(encrypt(p, a), a)} is {@code p}; with any other associated data, or a changed ciphertext, it fails.
 */
public interface DataKey {
    /** @param associatedData what the ciphertext is bound to; not secret, not stored in it */
    Bytes encrypt(Bytes plaintext, String associatedData);

    /** @throws KeyUnreadableException when this data key did not encrypt it for this associated data */
    Bytes decrypt(Bytes ciphertext, String associatedData);
}
