package io.otalite.events;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of a factory's root is signed, stored and served. Readers verify everything else against the chain of these,
 * so a factory's root is visible before any document it verifies.
 *
 * @param sha256 the digest of {@code document}
 * @param previous the digest of the version before, absent for the first
 * @param time when the version was signed
 * @param document the exact bytes that were signed and are served
 */
public record RootPublished(
        DocumentIdentity identity, Sha256 sha256, Optional<Sha256> previous, Instant time, Bytes document)
        implements Event {

    public static final String TYPE = "io.otalite.RootPublished.v1";

    public RootPublished {
        EventChecks.role(identity, RoleName.ROOT);
        EventChecks.digest(document, sha256);
    }

    @Override
    public String type() {
        return TYPE;
    }
}
