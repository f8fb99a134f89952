package io.otalite.api.publication;

import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import java.time.Instant;

/**
 * What a factory serves now. The versions are also its high-water marks: none is ever given to other bytes.
 *
 * @param root the newest root of every dialect
 * @param versions of every set of every dialect
 * @param refreshAt when something has to be signed anew lest it expires
 */
public record Heads(MetadataVersion root, RepositoryVersions versions, Expiries expiries, Instant refreshAt) {
    /** The version that is served of a role. */
    public MetadataVersion of(RoleName role) {
        return switch (role) {
            case ROOT -> root;
            case TARGETS -> versions.targets();
            case SNAPSHOT -> versions.snapshot();
            case TIMESTAMP -> versions.timestamp();
        };
    }
}
