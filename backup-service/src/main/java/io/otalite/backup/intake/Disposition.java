package io.otalite.backup.intake;

import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.SignedDocument;
import io.otalite.backup.archive.StoredObject;

/** How a record ended. After any of these its offset may be committed. */
public sealed interface Disposition {
    /**
     * The document is durable.
     *
     * @param written by this attempt; false for a replay
     */
    record Archived(SignedDocument document, StoredObject object, boolean written) implements Disposition {}

    /** The record is durable in quarantine. */
    record Quarantined(Refusal refusal, StoredObject object) implements Disposition {}

    /** A well-formed event that is none of this service's business. */
    record Skipped(String type) implements Disposition {}
}
