package io.otalite.backup.archive;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import java.util.List;
import java.util.Optional;

/** Reads what is archived of a factory's Targets. Every answer comes from the bucket, none from memory. */
public final class ArchiveCatalogue {
    private final ArchiveStore store;

    public ArchiveCatalogue(ArchiveStore store) {
        this.store = store;
    }

    /** The dialects in which anything of the factory was ever archived; empty for a factory that was never heard of. */
    public List<Dialect> dialects(FactoryName factory) {
        return Dialect.all().stream().filter(dialect -> knows(factory, dialect)).toList();
    }

    /** Whether anything of the factory was ever archived in the dialect. */
    public boolean knows(FactoryName factory, Dialect dialect) {
        return !store.list("v1/%s/%s/".formatted(factory, dialect.id()), Optional.empty(), 1)
                .isEmpty();
    }

    /**
     * Versions in ascending order.
     *
     * @param after only versions above this one
     * @param limit at most so many, from 1
     */
    public List<StoredObject> versions(
            FactoryName factory, Dialect dialect, Optional<MetadataVersion> after, int limit) {
        var folder = ArchiveLayout.targets(factory, dialect);
        return store.list(folder, after.map(version -> ArchiveLayout.in(folder, version)), limit);
    }

    /** One version; empty when it is not archived. */
    public Optional<StoredObject> version(FactoryName factory, Dialect dialect, MetadataVersion version) {
        return store.find(ArchiveLayout.in(ArchiveLayout.targets(factory, dialect), version));
    }

    /** The exact bytes of one version; empty when it is not archived. */
    public Optional<StoredContent> content(FactoryName factory, Dialect dialect, MetadataVersion version) {
        return store.read(ArchiveLayout.in(ArchiveLayout.targets(factory, dialect), version));
    }
}
