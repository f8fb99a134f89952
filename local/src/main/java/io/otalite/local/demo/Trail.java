package io.otalite.local.demo;

import io.otalite.local.demo.PublishedEvents.Seen;
import io.otalite.tuf.MetadataVersion;

/** The places that the bytes of a version go to: the topic, the archive, and what api-service serves. */
final class Trail {
    private final FactoryApi factory;
    private final ArchivedFiles archive;
    private final PublishedEvents events;
    private final Backup backup;

    Trail(FactoryApi factory, ArchivedFiles archive, PublishedEvents events, Backup backup) {
        this.factory = factory;
        this.archive = archive;
        this.events = events;
        this.backup = backup;
    }

    Seen awaitEvent(MetadataVersion version) throws InterruptedException {
        return Wait.until(
                "the event of version %d".formatted(version.value()),
                () -> events.find(version),
                () -> "events of the versions " + events.all().keySet());
    }

    StoredBytes awaitStored(MetadataVersion version) throws InterruptedException {
        return Wait.until(
                archive.name(version) + " in the archive",
                () -> archive.find(version),
                () -> "none; backup-service says: " + backup.remark());
    }

    /** The demo has failed unless the version comes to all three, and is the same bytes in each. */
    void requireEverywhere(MetadataVersion version) throws InterruptedException {
        var event = awaitEvent(version).document();
        awaitStored(version).requireSameAs(event);
        factory.served(version).requireSameAs(event);
    }
}
