package io.otalite.api.signing;

/**
 * Encrypts private keys for storage: authenticated encryption with associated data. Thread-safe.
 *
 * <p>Law: {@code decrypt(encrypt(p, a), a)} is {@code p}; with any other associated data, or a changed ciphertext, it fails.
 */
public interface KeyEncryption {
    /** @param associatedData what the ciphertext is bound to; not secret, not stored in it */
    byte[] encrypt(byte[] plaintext, byte[] associatedData);

    /** @throws KeyUnreadableException when this key-encryption key did not encrypt it for this associated data */
    byte[] decrypt(byte[] ciphertext, byte[] associatedData);
}
