package io.otalite.backup.archive;

import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a verified document under the one name it has. Doing it again changes nothing. */
public final class WriteDocument {
    private static final Logger LOG = LoggerFactory.getLogger(WriteDocument.class);

    private final ArchiveStore store;

    public WriteDocument(ArchiveStore store) {
        this.store = store;
    }

    /**
     * Returns when the document is durable, or can never be.
     *
     * @throws io.otalite.backup.hold.UnavailableException when the store cannot answer now; it may have been written
     */
    public ArchiveOutcome write(SignedDocument document, Origin origin) {
        return switch (store.put(object(document, origin))) {
            case PutOutcome.Stored(var stored) -> archived(document, stored, true);
            case PutOutcome.AlreadyStored(var stored) -> archived(document, stored, false);
            case PutOutcome.Conflict(var existing) -> conflict(document, existing);
            case PutOutcome.Rejected(var why) ->
                new ArchiveOutcome.Refused(new Refusal(
                        Refusal.Reason.REJECTED, "The store does not take %s: %s".formatted(document.identity(), why)));
        };
    }

    private static ArchiveOutcome archived(SignedDocument document, StoredObject stored, boolean written) {
        LOG.atInfo()
                .addKeyValue("document", document.identity())
                .addKeyValue("object", stored.name())
                .addKeyValue("generation", stored.generation())
                .addKeyValue("sha256", document.sha256().hex())
                .addKeyValue("written", written)
                .log("Document archived");
        return new ArchiveOutcome.Archived(stored, written);
    }

    private static ArchiveOutcome conflict(SignedDocument document, StoredObject existing) {
        var archived = existing.metadata().getOrDefault(StoredObject.SHA256, "unknown");
        LOG.atError()
                .addKeyValue("document", document.identity())
                .addKeyValue("archivedSha256", archived)
                .addKeyValue("offeredSha256", document.sha256().hex())
                .log("Two contents for one version: the archived one stays, the other is set aside");
        return new ArchiveOutcome.Refused(new Refusal(
                Refusal.Reason.CONFLICT,
                "%s stands in the archive with SHA-256 %s since %s, offered was %s"
                        .formatted(
                                document.identity(),
                                archived,
                                existing.created(),
                                document.sha256().hex())));
    }

    private static NewObject object(SignedDocument document, Origin origin) {
        var metadata = new TreeMap<String, String>();
        metadata.put(StoredObject.SHA256, document.sha256().hex());
        document.previous().ifPresent(digest -> metadata.put(StoredObject.PREVIOUS_SHA256, digest.hex()));
        metadata.put(StoredObject.PUBLISHED, document.published().toString());
        metadata.put("ce_id", origin.eventId());
        metadata.put("topic", origin.position().topic());
        metadata.put("partition", Integer.toString(origin.position().partition()));
        metadata.put("offset", Long.toString(origin.position().offset()));
        return new NewObject(
                ArchiveLayout.document(document.identity()), document.bytes(), "application/json", metadata);
    }
}
