package io.otalite.local.demo;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Sha256;

/**
 * Bytes that were found somewhere, reduced to what is needed to compare them.
 *
 * @param where for a message
 * @param sha256 computed over the bytes, not read beside them
 */
record StoredBytes(String where, int size, Sha256 sha256) {

    static StoredBytes of(String where, Bytes bytes) {
        return new StoredBytes(where, bytes.size(), bytes.sha256());
    }

    /** The demo has failed when these are not the same bytes. */
    void requireSameAs(StoredBytes other) {
        if (!sha256.equals(other.sha256)) {
            throw new DemoFailedException(
                    "the same bytes in %s and in %s".formatted(other.where, where),
                    "sha256 %s (%d bytes) and %s (%d bytes)".formatted(other.sha256, other.size, sha256, size));
        }
    }
}
