package io.otalite.api.roots;

import io.otalite.api.publication.AuditFacts;
import io.otalite.api.publication.CandidateRefusedException;
import io.otalite.api.publication.Current;
import io.otalite.api.publication.CurrentTargets;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.OnlineSigners;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Releases;
import io.otalite.api.publication.RootUpdate;
import io.otalite.api.publication.TargetSets;
import io.otalite.api.roots.RootUpdates.Outcome;
import io.otalite.audit.AuditAction;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.RootChain;
import io.otalite.tuf.SignedMetadata;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One step of a root update, of a factory that is locked. */
final class RootStep {
    /** Of RSA with 4096 bits, in hexadecimal, with its keyid. */
    private static final int LARGEST_SIGNATURE = 1_200;

    private final PublicationStore.Locked locked;
    private final RoleSigners held;
    private final Parts parts;
    private final Factory factory;
    private final Current current;

    /** What every step works with. */
    record Parts(Releases releases, CurrentTargets currentTargets, Lifetimes lifetimes, Clock clock) {}

    /** @param unlisted keys that no root will list any more */
    record Done(Outcome outcome, Set<KeyId> unlisted) {
        static Done of(Outcome outcome) {
            return new Done(outcome, Set.of());
        }
    }

    RootStep(PublicationStore.Locked locked, RoleSigners held, Parts parts) {
        this.locked = locked;
        this.held = held;
        this.parts = parts;
        this.factory = locked.factory();
        this.current = locked.current();
    }

    Done begin(RootChange change, RoleSigners made, String caller) {
        if (locked.rootUpdate().isPresent()) {
            return Done.of(new Outcome.UnderWay());
        }
        requireFollowable();
        var now = parts.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var next = new NextRoot(change, held, made, parts.lifetimes().expiry(RoleName.ROOT, now));
        Map<Dialect, Bytes> candidates = new HashMap<>();
        for (var dialect : factory.dialects()) {
            var present = present(dialect);
            var root = next.after(dialect, present);
            var signers = OnlineSigners.listed(held, List.of(root, present));
            requireSignable(root);
            var candidate = MetadataWriter.sign(dialect, root, signers.of(RoleName.ROOT));
            requireReadable(candidate, root);
            candidates.put(dialect, candidate);
        }
        var update =
                new RootUpdate(now, caller, change.message(), change.recovery(), change.versionsAbove(), candidates);
        locked.record(RootFacts.begun(update, present(factory.dialects().getFirst()), next(update)));
        return advance(update, caller);
    }

    Done sign(Dialect dialect, List<Bytes> encodings, String caller) {
        var update = locked.rootUpdate();
        var candidate = update.flatMap(known -> known.candidate(dialect));
        if (update.isEmpty() || candidate.isEmpty()) {
            return Done.of(new Outcome.NoUpdate());
        }
        var signing = RootSigning.of(dialect, current.rootFile(dialect), candidate.get());
        var signed = signing.with(encodings);
        if (signed.isEmpty()) {
            return Done.of(new Outcome.SignatureRefused(signing.payload()));
        }
        Map<Dialect, Bytes> candidates = new HashMap<>(update.get().candidates());
        candidates.put(dialect, signed.get().file());
        locked.record(RootFacts.signed(
                update.get(), dialect, signed.get(), parts.clock().instant(), caller));
        return advance(update.get().with(candidates), caller);
    }

    Done cancel(String caller) {
        var update = locked.rootUpdate();
        if (update.isEmpty()) {
            return Done.of(new Outcome.NoUpdate());
        }
        locked.endRootUpdate();
        var next = next(update.get());
        locked.record(RootFacts.cancelled(update.get(), next, parts.clock().instant(), caller));
        return new Done(
                new Outcome.Cancelled(),
                unlisted(next, present(factory.dialects().getFirst())));
    }

    private Done advance(RootUpdate update, String caller) {
        var ceremony = Ceremony.of(update, current::rootFile);
        if (ceremony.complete()) {
            return publish(update, caller);
        }
        locked.put(update);
        return Done.of(new Outcome.Awaiting(ceremony));
    }

    /**
     * While the root changes, a device may hold the one and read files that come with the other; so these are signed with the
     * keys of both (specification#223). Not with keys that were stolen.
     */
    private Done publish(RootUpdate update, String caller) {
        var dialect = factory.dialects().getFirst();
        var present = present(dialect);
        var next = next(update);
        var signers = OnlineSigners.listed(held, update.recovery() ? List.of(next) : List.of(next, present));
        requireSignable(next);
        var now = parts.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var sets = TargetSets.of(parts.currentTargets().of(locked, current));
        var summary = "Published root version %d: %s".formatted(next.version().value(), update.message());
        var step = new Releases.Step(sets, update.candidates(), now, caller, summary);
        var release = parts.releases().publish(factory, current, versions(update), step, signers);
        update.candidates().forEach(this::requireChain);
        locked.release(release);
        locked.endRootUpdate();
        locked.record(AuditFacts.published(AuditAction.ROOT_PUBLISHED, release));
        return new Done(
                new Outcome.Published(next.version(), release.heads().versions().targets()), unlisted(present, next));
    }

    private RepositoryVersions versions(RootUpdate update) {
        var next = factory.heads().versions().next();
        return new RepositoryVersions(
                above(update, next.targets()), above(update, next.snapshot()), above(update, next.timestamp()));
    }

    private static MetadataVersion above(RootUpdate update, MetadataVersion version) {
        return new MetadataVersion(Math.max(version.value(), update.versionsAbove() + 1));
    }

    /** Whoever still has the first root, or any after it, must come to the new one. */
    private void requireChain(Dialect dialect, Bytes candidate) {
        Optional<Bytes> before = Optional.empty();
        for (var version = MetadataVersion.FIRST; !factory.heads().root().isBelow(version); version = version.next()) {
            var root = locked.root(dialect, version);
            require(RootChain.verify(dialect, before, root));
            before = Optional.of(root);
        }
        require(RootChain.verify(dialect, before, candidate));
    }

    private static void require(RootChain.Verdict verdict) {
        if (verdict instanceof RootChain.Verdict.Refused refused) {
            throw new CandidateRefusedException(
                    "A device would refuse the root at step %s: %s".formatted(refused.section(), refused.message()));
        }
    }

    private void requireFollowable() {
        var most = factory.settings().limits().rootRotations();
        if (factory.heads().root().value() > most) {
            throw new InvalidValueException(
                    "the number of new roots",
                    "at most %d, which is what clients follow in one update (clientLimits.rootRotations)"
                            .formatted(most),
                    factory.heads().root().toString());
        }
    }

    /** Before anybody is asked to sign it: with all its signatures it has to be one that clients read. */
    private void requireReadable(Bytes candidate, Root root) {
        var size = candidate.size()
                + LARGEST_SIGNATURE * root.role(RoleName.ROOT).keyIds().size();
        var most = factory.settings().limits().of(RoleName.ROOT);
        if (size > most) {
            throw new InvalidValueException(
                    "the size of the root with all its signatures",
                    "at most %d bytes".formatted(most),
                    size + " bytes");
        }
    }

    /** The keys of the root before it are gone after it. */
    private void requireSignable(Root root) {
        OnlineSigners.lacking(OnlineSigners.listed(held, List.of(root)), root).ifPresent(role -> {
            throw new MissingKeysException(role);
        });
    }

    private Root present(Dialect dialect) {
        return current.root(dialect);
    }

    /** The new root, as it is in the factory's first dialect. */
    private Root next(RootUpdate update) {
        var dialect = factory.dialects().getFirst();
        var candidate = Optional.ofNullable(update.candidates().get(dialect)).orElseThrow();
        return Root.parse(SignedMetadata.parse(dialect, candidate));
    }

    /** The keys of one root that another does not have. */
    static Set<KeyId> unlisted(Root in, Root notIn) {
        var kept = new HashSet<>(notIn.keys().values());
        return in.keys().values().stream()
                .filter(key -> !kept.contains(key))
                .map(PublicKey::keyId)
                .collect(Collectors.toSet());
    }
}
