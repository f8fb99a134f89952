package io.otalite.backup.archive;

import java.util.Optional;

/** Decides whether a document may enter the archive: one rule for each role that is archived. */
public sealed interface VerifyDocument permits VerifyTargets, VerifyRoot {
    /**
     * Empty when the document is good; otherwise why it can never be archived.
     *
     * @throws io.otalite.backup.hold.UnavailableException when this cannot be decided yet
     */
    Optional<Refusal> verify(SignedDocument document);
}
