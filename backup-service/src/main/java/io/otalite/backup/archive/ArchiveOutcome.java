package io.otalite.backup.archive;

/** What became of a document. */
public sealed interface ArchiveOutcome {
    /**
     * It stands in the archive.
     *
     * @param written whether by this attempt, or by one before it
     */
    record Archived(StoredObject object, boolean written) implements ArchiveOutcome {}

    /** It can never be archived. */
    record Refused(Refusal refusal) implements ArchiveOutcome {}
}
