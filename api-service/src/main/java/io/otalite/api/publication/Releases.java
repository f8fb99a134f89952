package io.otalite.api.publication;

import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** Makes releases: signs them, and lets none pass that a device would refuse. */
public final class Releases {
    private final Lifetimes lifetimes;

    public Releases(Lifetimes lifetimes) {
        this.lifetimes = lifetimes;
    }

    /**
     * What is to be released.
     *
     * @param caller who asked for it
     * @param summary what was done, in one line
     */
    record Step(
            FactoryName factory,
            MetadataVersion version,
            SortedMap<TargetName, Target> targets,
            Instant now,
            String caller,
            String summary) {}

    /** The release that a device with the current documents accepts as its next. */
    Release next(TrustedState current, Step step, RoleSigners signers) {
        var publication = Publication.sign(step.version(), step.targets(), signers, lifetimes, step.now());
        walk(current, publication, step.now());
        var sha256 = publication.targets().sha256();
        var previous = current.targets().map(Bytes::sha256);
        return new Release(
                new PublicationRecord(step.version(), sha256, step.now(), step.caller(), step.summary()),
                publication,
                Optional.empty(),
                new TargetsPublished(
                        identity(step.factory(), RoleName.TARGETS, step.version()),
                        sha256,
                        previous,
                        step.now(),
                        publication.targets()));
    }

    /** The first release of a factory, with its root. */
    Release first(Bytes root, Step step, RoleSigners signers) {
        var release = next(TrustedState.ofRoot(root), step, signers);
        var identity = identity(step.factory(), RoleName.ROOT, step.version());
        var event = new RootPublished(identity, root.sha256(), Optional.empty(), step.now(), root);
        return new Release(release.record(), release.publication(), Optional.of(event), release.targets());
    }

    private static DocumentIdentity identity(FactoryName factory, RoleName role, MetadataVersion version) {
        return new DocumentIdentity(factory, Dialect.TUF, DocumentIdentity.FULL_SET, role, version);
    }

    private static void walk(TrustedState current, Publication candidate, Instant now) {
        var files = candidate.files();
        switch (ClientWalk.walk(current, name -> Optional.ofNullable(files.get(name)), now)) {
            case WalkResult.Accepted accepted -> {
                if (!accepted.targets().version().equals(candidate.version())) {
                    throw new CandidateRefusedException("A device would stay at version %d instead of taking version %d"
                            .formatted(
                                    accepted.targets().version().value(),
                                    candidate.version().value()));
                }
            }
            case WalkResult.Refused refused ->
                throw new CandidateRefusedException("A device would refuse version %d at step %s: %s"
                        .formatted(candidate.version().value(), refused.section(), refused.message()));
        }
    }
}
