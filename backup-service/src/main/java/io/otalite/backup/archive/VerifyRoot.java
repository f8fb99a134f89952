package io.otalite.backup.archive;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RootChain;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.TufException;
import java.util.Optional;

/**
 * A root is archived when it continues the archived chain of its dialect: version N+1 signed by the thresholds of N and of
 * itself (TUF 5.3.4). Version 1 is trusted when it is first seen and pinned by being written once.
 */
public final class VerifyRoot implements VerifyDocument {
    private final ArchiveStore store;

    public VerifyRoot(ArchiveStore store) {
        this.store = store;
    }

    @Override
    public Optional<Refusal> verify(SignedDocument document) {
        try {
            var root = SignedMetadata.parse(document.identity().dialect(), document.bytes());
            var contradiction = DocumentCheck.contradiction(root, document.identity());
            if (contradiction.isPresent()) {
                return contradiction;
            }
        } catch (TufException malformed) {
            return Optional.of(new Refusal(Refusal.Reason.MALFORMED_DOCUMENT, "The root: " + malformed.getMessage()));
        }
        return continues(document);
    }

    private Optional<Refusal> continues(SignedDocument document) {
        var version = document.identity().version().value();
        if (version == 1) {
            return signedBy(Optional.empty(), document);
        }
        var folder = ArchiveLayout.roots(
                document.identity().factory(), document.identity().dialect());
        var before = ArchiveLayout.in(folder, new MetadataVersion(version - 1));
        var predecessor = store.read(before).map(StoredContent::bytes);
        return predecessor.isPresent()
                ? signedBy(predecessor, document)
                : Optional.of(new Refusal(
                        Refusal.Reason.ROOT_GAP,
                        "%s cannot be verified: version %d is not in the archive"
                                .formatted(document.identity(), version - 1)));
    }

    private static Optional<Refusal> signedBy(Optional<Bytes> predecessor, SignedDocument document) {
        return switch (RootChain.verify(document.identity().dialect(), predecessor, document.bytes())) {
            case RootChain.Verdict.Accepted _ -> Optional.empty();
            case RootChain.Verdict.Refused refused ->
                Optional.of(new Refusal(
                        Refusal.Reason.BAD_SIGNATURE,
                        "%s does not continue the chain: %s".formatted(document.identity(), refused.message())));
        };
    }
}
