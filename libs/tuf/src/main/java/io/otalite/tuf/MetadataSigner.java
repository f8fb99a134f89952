package io.otalite.tuf;

/**
 * A private key that signs and stays where it is: memory, a token or a remote key service. Implementations are safe for
 * concurrent use. Law: {@code publicKey().verifies(message, sign(message))} holds for every message.
 */
public interface MetadataSigner {

    /** The public half, the same at every call, without I/O. */
    PublicKey publicKey();

    /**
     * Signs the canonical bytes of metadata, at most a few megabytes.
     *
     * @return the raw signature: for Ed25519 the 64 bytes of RFC 8032 5.1.6, for ECDSA DER, for RSA as many bytes as the
     *     modulus has
     * @throws TufException when the key cannot be used now; nothing was signed
     */
    byte[] sign(byte[] message);
}
