package io.otalite.api.publication;

import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Sha256;
import java.time.Instant;

/**
 * What is remembered of a publication.
 *
 * @param sha256 of its {@code targets.json}, set {@code full}; the entity tag of the Targets
 * @param createdBy the caller's name
 * @param summary one line: what was done
 */
public record PublicationRecord(
        MetadataVersion version, Sha256 sha256, Instant createdAt, String createdBy, String summary) {}
