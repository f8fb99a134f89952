package io.otalite.backup.archive;

import io.otalite.backup.archive.DocumentCheck.Finding;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Root;
import java.util.List;
import java.util.Optional;

/**
 * Targets are archived when a root of their factory and dialect verifies them.
 *
 * <p>The root that does may still be on its way through its own topic. So before a signature counts as bad, every root that is
 * visible now must have been dealt with and the chain read again.
 */
public final class VerifyTargets implements VerifyDocument {
    private final TrustedRoots roots;
    private final RootsProgress progress;
    private final DocumentCheck check = new DocumentCheck();

    public VerifyTargets(TrustedRoots roots, RootsProgress progress) {
        this.roots = roots;
        this.progress = progress;
    }

    @Override
    public Optional<Refusal> verify(SignedDocument document) {
        var known = roots.known(factory(document), dialect(document));
        return switch (check.examine(document, known)) {
            case Finding.Verified _ -> Optional.empty();
            case Finding.Unfit unfit -> Optional.of(unfit.refusal());
            case Finding.Unverified _ -> withNewerRoots(document, known);
        };
    }

    private Optional<Refusal> withNewerRoots(SignedDocument document, List<Root> known) {
        var newer = roots.reread(factory(document), dialect(document));
        if (verifiedByMore(document, known, newer)) {
            return Optional.empty();
        }
        if (!progress.caughtUp()) {
            throw new UnavailableException(
                    HoldCause.ROOT,
                    "None of the %d archived roots of %s, dialect %s, verifies %s, and newer roots have not been archived yet"
                            .formatted(newer.size(), factory(document), dialect(document), document.identity()));
        }
        var all = roots.reread(factory(document), dialect(document));
        return verifiedByMore(document, newer, all)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Refusal.Reason.BAD_SIGNATURE,
                        "None of the %d roots of %s, dialect %s, verifies %s"
                                .formatted(all.size(), factory(document), dialect(document), document.identity())));
    }

    private boolean verifiedByMore(SignedDocument document, List<Root> before, List<Root> now) {
        return now.size() > before.size()
                && check.examine(document, now.subList(0, now.size() - before.size())) instanceof Finding.Verified;
    }

    private static FactoryName factory(SignedDocument document) {
        return document.identity().factory();
    }

    private static Dialect dialect(SignedDocument document) {
        return document.identity().dialect();
    }
}
