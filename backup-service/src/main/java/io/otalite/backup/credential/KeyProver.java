package io.otalite.backup.credential;

import io.otalite.tuf.Bytes;

/**
 * Tries a key where it counts: at its issuer and at the bucket.
 *
 * @param <C> the client that works with the key
 */
public interface KeyProver<C> {
    /**
     * Makes a client of the key and proves both, past every cache. Blocks for some seconds at most. Thread-safe.
     *
     * @param keyFile the content of a mounted key file, not trusted in any way
     * @return never an exception: what is wrong is a value
     */
    Proof<C> prove(Bytes keyFile);
}
