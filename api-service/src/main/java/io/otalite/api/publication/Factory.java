package io.otalite.api.publication;

import io.otalite.events.FactoryName;
import io.otalite.tuf.MetadataVersion;
import java.time.Instant;

/**
 * A customer of the platform: one TUF repository and its version counter.
 *
 * @param publicMetadata whether its metadata is served without a token
 * @param head the version of the newest publication
 */
public record Factory(FactoryName name, boolean publicMetadata, MetadataVersion head, Instant createdAt) {}
