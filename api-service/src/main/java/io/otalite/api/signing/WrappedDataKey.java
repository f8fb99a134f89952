package io.otalite.api.signing;

import io.otalite.tuf.Bytes;

/**
 * A factory's data key as it is stored.
 *
 * @param wrapped readable only with the key-encryption key of that id, for this factory
 */
public record WrappedDataKey(String keyEncryptionKeyId, Bytes wrapped) {}
