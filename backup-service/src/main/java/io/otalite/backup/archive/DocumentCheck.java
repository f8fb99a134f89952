package io.otalite.backup.archive;

import io.otalite.events.DocumentIdentity;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.TufException;
import io.otalite.tuf.Verification;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads a document and looks for a root that verifies it.
 *
 * <p>A parsed document takes many times its size in memory, so of the large ones only one is parsed at a time, and none is kept.
 */
final class DocumentCheck {
    private static final int LARGE = 256 * 1024;

    private final ReentrantLock oneLargeAtATime = new ReentrantLock();

    /** Tries the roots in their order; any one that verifies is enough, since an old version may be replayed. */
    Finding examine(SignedDocument document, List<Root> roots) {
        if (document.bytes().size() < LARGE) {
            return parsed(document, roots);
        }
        oneLargeAtATime.lock();
        try {
            return parsed(document, roots);
        } finally {
            oneLargeAtATime.unlock();
        }
    }

    private static Finding parsed(SignedDocument document, List<Root> roots) {
        SignedMetadata signed;
        try {
            signed = SignedMetadata.parse(document.identity().dialect(), document.bytes());
        } catch (TufException malformed) {
            return new Finding.Unfit(
                    new Refusal(Refusal.Reason.MALFORMED_DOCUMENT, "The document: " + malformed.getMessage()));
        }
        var unfit = contradiction(signed, document.identity());
        if (unfit.isPresent()) {
            return new Finding.Unfit(unfit.get());
        }
        return roots.stream().anyMatch(root -> verifies(root, signed, document.identity()))
                ? new Finding.Verified()
                : new Finding.Unverified();
    }

    private static boolean verifies(Root root, SignedMetadata signed, DocumentIdentity identity) {
        return Verification.of(signed, root, identity.role()).verified();
    }

    /** What the signed part says of itself must be what the event says (TUF 4.3: _type, version). */
    static Optional<Refusal> contradiction(SignedMetadata signed, DocumentIdentity identity) {
        var version = signed.signed().path("version");
        var same = signed.isOf(identity.role())
                && version.isIntegralNumber()
                && version.canConvertToLong()
                && version.longValue() == identity.version().value();
        return same
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Refusal.Reason.WRONG_IDENTITY,
                        "The event speaks of %s, the signed document of type %s and version %s"
                                .formatted(identity, signed.type(), version)));
    }

    /** What examining a document found. */
    sealed interface Finding {
        /** One of the roots verifies it. */
        record Verified() implements Finding {}

        /** None of the roots verifies it. */
        record Unverified() implements Finding {}

        /** No root could ever verify it. */
        record Unfit(Refusal refusal) implements Finding {}
    }
}
