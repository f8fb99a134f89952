package io.otalite.api.publication;

import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Publication;
import java.util.Optional;

/**
 * Everything that one publication makes visible, together or not at all.
 *
 * @param root a new root that comes with it; the factory's first publication has one
 * @param targets the event, whose document is {@code publication.targets()}
 */
public record Release(
        PublicationRecord record, Publication publication, Optional<RootPublished> root, TargetsPublished targets) {}
