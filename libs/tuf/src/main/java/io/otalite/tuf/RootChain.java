package io.otalite.tuf;

import java.util.Optional;

/**
 * The line of trust from one root to the next (TUF 5.3.3 to 5.3.6). It is usable without a walk, for whoever keeps
 * roots but no other metadata.
 */
public final class RootChain {

    static final int MAX_ROOT_BYTES = 512_000;

    /** Whether a candidate may replace the trusted root. */
    public sealed interface Verdict {

        /** The candidate is the next root, or a first root that its own keys signed. */
        record Accepted(Root root) implements Verdict {}

        /**
         * The candidate must not be trusted.
         *
         * @param section of the specification
         */
        record Refused(String section, Reason reason, String message) implements Verdict {}
    }

    private RootChain() {}

    /**
     * Judges a candidate. Without a trusted root it must be signed by its own keys; after root N it must be version N+1
     * and signed by the thresholds of both. Expiry does not matter here: only the last root of a chain must be valid
     * (TUF 5.3.6).
     *
     * @throws TufException when the trusted root itself is not root metadata
     */
    public static Verdict verify(Optional<Bytes> trustedRoot, Bytes candidate) {
        Step<Document<Root>> judged = trustedRoot
                .map(bytes -> next(Root.parse(SignedMetadata.parse(bytes)), candidate))
                .orElseGet(() -> first(candidate));
        return switch (judged) {
            case Step.Done<Document<Root>>(var document) -> new Verdict.Accepted(document.content());
            case Step.Stopped<Document<Root>>(var section, var reason, var message) ->
                new Verdict.Refused(section, reason, message);
        };
    }

    /** A root that has to be trusted for its own sake; its keys must at least have signed it (TUF 5.2). */
    static Step<Document<Root>> first(Bytes candidate) {
        return read(candidate)
                .check(
                        "5.2",
                        Reason.SIGNATURE_THRESHOLD,
                        root -> root.isSignedBy(root.content()),
                        root -> root.signatureMessage(root.content()));
    }

    static Step<Document<Root>> next(Root trusted, Bytes candidate) {
        return read(candidate)
                // TUF 5.3.4: signed by the threshold of the trusted root, and by its own.
                .check(
                        "5.3.4",
                        Reason.SIGNATURE_THRESHOLD,
                        root -> root.isSignedBy(trusted),
                        root -> root.signatureMessage(trusted))
                .check(
                        "5.3.4",
                        Reason.SIGNATURE_THRESHOLD,
                        root -> root.isSignedBy(root.content()),
                        root -> root.signatureMessage(root.content()))
                // TUF 5.3.5: exactly the next version. TUF 5.3.6: its expiry does not matter yet.
                .check(
                        "5.3.5",
                        Reason.ROLLBACK,
                        root -> root.version().equals(trusted.version().next()),
                        root -> "root version %s expected, found %s"
                                .formatted(trusted.version().next(), root.version()));
    }

    private static Step<Document<Root>> read(Bytes candidate) {
        return Step.done(candidate)
                .check(
                        "5.3.3",
                        Reason.TOO_LARGE,
                        bytes -> bytes.size() <= MAX_ROOT_BYTES,
                        bytes -> "root.json has %d bytes, at most %d are read".formatted(bytes.size(), MAX_ROOT_BYTES))
                .then(Document::root);
    }
}
