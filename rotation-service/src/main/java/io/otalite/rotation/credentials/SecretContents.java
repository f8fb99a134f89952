package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in Secrets and ConfigMaps. What is observed of them is kept as digests; this is for whoever has to see that one has the
 * credential it names. Thread-safe.
 */
@FunctionalInterface
public interface SecretContents {
    /**
     * Reads one from where it is stored, past every cache. Secret.
     *
     * @return the entries; empty when it is not there
     * @throws IssuerUnavailableException if nobody answers
     * @throws IssuerRefusedException if it may not be read
     */
    Optional<Map<String, Bytes>> read(ObjectRef holder);
}
