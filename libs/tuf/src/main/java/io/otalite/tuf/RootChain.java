package io.otalite.tuf;

import java.util.Optional;

/**
 * The line of trust from one root to the next (TUF 5.3.3 to 5.3.6). It is usable without a walk, for whoever keeps
 * roots but no other metadata.
 */
public final class RootChain {

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

    /** {@link #verify(Dialect, Optional, Bytes)} in the dialect of the specification. */
    public static Verdict verify(Optional<Bytes> trustedRoot, Bytes candidate) {
        return verify(Dialect.TUF, trustedRoot, candidate);
    }

    /**
     * Judges a candidate. Without a trusted root it must be signed by its own keys; after root N it must be version N+1
     * and signed by the thresholds of both. Expiry does not matter here: only the last root of a chain must be valid
     * (TUF 5.3.6).
     *
     * @throws TufException when the trusted root itself is not root metadata
     */
    public static Verdict verify(Dialect dialect, Optional<Bytes> trustedRoot, Bytes candidate) {
        Step<Document<Root>> judged = trustedRoot
                .map(bytes -> next(dialect, Root.parse(SignedMetadata.parse(dialect, bytes)), candidate))
                .orElseGet(() -> first(dialect, candidate));
        return switch (judged) {
            case Step.Done<Document<Root>>(var document) -> new Verdict.Accepted(document.content());
            case Step.Stopped<Document<Root>>(var section, var reason, var message) ->
                new Verdict.Refused(section, reason, message);
        };
    }

    /**
     * Who has signed a candidate by now and who has yet to; when it is complete, {@link #verify} has no objection to
     * the signatures.
     *
     * @param trusted the root before it; empty for a first root
     * @throws MalformedMetadataException when the candidate is not root metadata
     */
    public static SignatureProgress progress(Optional<Root> trusted, SignedMetadata candidate) {
        return SignatureProgress.of(trusted, candidate);
    }

    /** A root that has to be trusted for its own sake; its keys must at least have signed it (TUF 5.2). */
    static Step<Document<Root>> first(Dialect dialect, Bytes candidate) {
        return read(dialect, candidate).then(root -> root.signedBy(itself(root), "5.2"));
    }

    static Step<Document<Root>> next(Dialect dialect, Root trusted, Bytes candidate) {
        return read(dialect, candidate)
                // TUF 5.3.4: signed by the threshold of the trusted root, and by its own.
                .then(root -> root.signedBy(trusted.authority(RoleName.ROOT), "5.3.4"))
                .then(root -> root.signedBy(itself(root), "5.3.4"))
                // TUF 5.3.5: exactly the next version. TUF 5.3.6: its expiry does not matter yet.
                .check(
                        "5.3.5",
                        Reason.ROLLBACK,
                        root -> root.version().equals(trusted.version().next()),
                        root -> "root version %s expected, found %s"
                                .formatted(trusted.version().next(), root.version()));
    }

    private static Authority itself(Document<Root> root) {
        return root.content().authority(RoleName.ROOT);
    }

    private static Step<Document<Root>> read(Dialect dialect, Bytes candidate) {
        int limit = dialect.largestFile(RoleName.ROOT);
        return Step.done(candidate)
                .check(
                        "5.3.3",
                        Reason.TOO_LARGE,
                        bytes -> bytes.size() <= limit,
                        bytes -> "root.json has %d bytes, at most %d are read".formatted(bytes.size(), limit))
                .then(bytes -> Format.ROOT.read(dialect, bytes));
    }
}
