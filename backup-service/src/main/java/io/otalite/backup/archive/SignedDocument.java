package io.otalite.backup.archive;

import io.otalite.events.DocumentIdentity;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A document on its way into the archive: what the event says of it, and its exact bytes.
 *
 * @param sha256 the digest of the bytes; the event's reader has compared it
 * @param previous the digest of the version before; empty for the first
 * @param published when it was signed
 */
public record SignedDocument(
        DocumentIdentity identity, Sha256 sha256, Optional<Sha256> previous, Instant published, Bytes bytes) {
    public static SignedDocument of(TargetsPublished event) {
        return new SignedDocument(event.identity(), event.sha256(), event.previous(), event.time(), event.document());
    }

    public static SignedDocument of(RootPublished event) {
        return new SignedDocument(event.identity(), event.sha256(), event.previous(), event.time(), event.document());
    }
}
