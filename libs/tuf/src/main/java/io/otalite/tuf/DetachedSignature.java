package io.otalite.tuf;

/**
 * A signature over the canonical bytes of metadata, made by whoever holds the key.
 *
 * @param signature raw, as {@link MetadataSigner#sign} has it
 */
public record DetachedSignature(PublicKey key, Bytes signature) {}
