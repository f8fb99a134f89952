package io.otalite.tuf;

import io.otalite.tuf.WalkResult.Accepted;
import io.otalite.tuf.WalkResult.Refused;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The client workflow (TUF 5.1 to 5.6) as a pure function: what a client that trusts one state makes of the files it is
 * served at one instant. A repository asks it before it shows a new version to anybody; a client asks it before it
 * believes one. Delegations are not followed, and no Target file is fetched.
 *
 * <p>Two deviations, both on the strict side: the trusted root must be signed by its own keys, and snapshot and targets
 * are read again even where the trusted copies are of the listed version, so that changed bytes under a known version
 * are noticed.
 */
public final class ClientWalk {

    /** How many roots one walk follows (Y of TUF 5.3.3); what lies beyond is for the next walk. */
    static final int MAX_ROOT_ROTATIONS = 256;

    static final int MAX_TIMESTAMP_BYTES = 16_384;
    static final int MAX_SNAPSHOT_BYTES = 2_000_000;
    static final int MAX_TARGETS_BYTES = 5_000_000;

    private final TrustedState trusted;
    private final Function<String, Optional<Bytes>> files;
    private final Instant now;

    private ClientWalk(TrustedState trusted, Function<String, Optional<Bytes>> files, Instant now) {
        this.trusted = trusted;
        this.files = files;
        this.now = now;
    }

    /**
     * Walks from root to targets.
     *
     * @param files the served bytes of a file name such as {@code 2.root.json} or {@code timestamp.json}; empty where
     *     the repository has none
     * @param now the fixed start time (TUF 5.1), against which all expiry is judged
     */
    public static WalkResult walk(TrustedState trusted, Function<String, Optional<Bytes>> files, Instant now) {
        return switch (new ClientWalk(trusted, files, now).walk()) {
            case Step.Done<Accepted>(var accepted) -> accepted;
            case Step.Stopped<Accepted>(var section, var reason, var message) -> new Refused(section, reason, message);
        };
    }

    private Step<Accepted> walk() {
        return updateRoot()
                .then(roots -> updateTimestamp(roots)
                        .then(timestamp -> updateSnapshot(roots, timestamp)
                                .then(snapshot -> updateTargets(roots, snapshot)
                                        .map(targets -> accepted(roots.last(), timestamp, snapshot, targets)))));
    }

    /** The last root of the chain, and whether the online keys changed on the way. */
    private record Roots(Document<Root> last, boolean onlineKeysRotated) {

        Root root() {
            return last.content();
        }

        Roots followedBy(Document<Root> next) {
            return new Roots(
                    next,
                    onlineKeysRotated
                            || rotated(next.content(), RoleName.TIMESTAMP)
                            || rotated(next.content(), RoleName.SNAPSHOT));
        }

        private boolean rotated(Root next, RoleName role) {
            return !keys(root(), role).equals(keys(next, role));
        }

        private static Set<KeyId> keys(Root root, RoleName role) {
            return new HashSet<>(root.role(role).keyIds());
        }
    }

    private Step<Roots> updateRoot() {
        return RootChain.first(trusted.root())
                .then(this::followRotations)
                // TUF 5.3.10: only the last root must not have expired.
                .check(
                        "5.3.10",
                        Reason.EXPIRED,
                        roots -> roots.last().isFresh(now),
                        roots -> roots.last().expiryMessage(now));
    }

    /** TUF 5.3.2 to 5.3.9. */
    private Step<Roots> followRotations(Document<Root> first) {
        Roots roots = new Roots(first, false);
        for (int rotation = 0; rotation < MAX_ROOT_ROTATIONS; rotation++) {
            String name = RoleName.ROOT.fileName(roots.root().version().next());
            Optional<Bytes> served = files.apply(name);
            if (served.isEmpty()) {
                break;
            }
            switch (RootChain.next(roots.root(), served.get())) {
                case Step.Done<Document<Root>>(var next) -> roots = roots.followedBy(next);
                case Step.Stopped<Document<Root>>(var section, var reason, var message) -> {
                    return Step.stopped(section, reason, message);
                }
            }
        }
        return Step.done(roots);
    }

    /** TUF 5.3.11: files signed by rotated keys are forgotten, which makes fast-forward attacks recoverable. */
    private static <T> Step<Optional<Document<T>>> remembered(
            Roots roots, Optional<Bytes> file, Function<Bytes, Step<Document<T>>> read) {
        if (roots.onlineKeysRotated() || file.isEmpty()) {
            return Step.done(Optional.empty());
        }
        return read.apply(file.get()).map(Optional::of);
    }

    private Step<Document<Timestamp>> updateTimestamp(Roots roots) {
        return remembered(roots, trusted.timestamp(), Document::timestamp)
                .then(known -> fetch("5.4.1", RoleName.TIMESTAMP.fileName(), MAX_TIMESTAMP_BYTES)
                        .then(Document::timestamp)
                        .check(
                                "5.4.2",
                                Reason.SIGNATURE_THRESHOLD,
                                served -> served.isSignedBy(roots.root()),
                                served -> served.signatureMessage(roots.root()))
                        .then(served -> known.map(old -> newer(old, served)).orElse(Step.done(served))))
                .check(
                        "5.4.4",
                        Reason.EXPIRED,
                        timestamp -> timestamp.isFresh(now),
                        timestamp -> timestamp.expiryMessage(now));
    }

    /** TUF 5.4.3: never older; an equal version means that nothing is new and the known file stays. */
    private static Step<Document<Timestamp>> newer(Document<Timestamp> known, Document<Timestamp> served) {
        if (served.version().equals(known.version())) {
            return Step.done(known);
        }
        return Step.done(served)
                .check(
                        "5.4.3.1",
                        Reason.ROLLBACK,
                        timestamp -> known.version().isBelow(timestamp.version()),
                        timestamp -> lowered("timestamp.json", known.version(), timestamp.version()))
                .check(
                        "5.4.3.2",
                        Reason.ROLLBACK,
                        timestamp -> !snapshotVersion(timestamp).isBelow(snapshotVersion(known)),
                        timestamp -> lowered(
                                "snapshot.json, as timestamp.json lists it,",
                                snapshotVersion(known),
                                snapshotVersion(timestamp)));
    }

    private static MetadataVersion snapshotVersion(Document<Timestamp> timestamp) {
        return timestamp.content().snapshot().version();
    }

    private Step<Document<Snapshot>> updateSnapshot(Roots roots, Document<Timestamp> timestamp) {
        FileMeta listed = timestamp.content().snapshot();
        return remembered(roots, trusted.snapshot(), Document::snapshot)
                .then(known -> fetchListed("5.5", roots.root(), RoleName.SNAPSHOT, listed, Document::snapshot)
                        .then(served -> known.map(old -> notLowered(old.content(), served))
                                .orElse(Step.done(served))))
                .check(
                        "5.5.6",
                        Reason.EXPIRED,
                        snapshot -> snapshot.isFresh(now),
                        snapshot -> snapshot.expiryMessage(now));
    }

    /** TUF 5.5.5: every file the known snapshot lists is still listed, in no lower version. */
    private static Step<Document<Snapshot>> notLowered(Snapshot known, Document<Snapshot> served) {
        for (var entry : known.meta().entrySet()) {
            FileMeta now = served.content().meta().get(entry.getKey());
            MetadataVersion before = entry.getValue().version();
            if (now == null) {
                return Step.stopped(
                        "5.5.5", Reason.ROLLBACK, "snapshot.json lists " + Excerpt.of(entry.getKey()) + " no longer");
            }
            if (now.version().isBelow(before)) {
                return Step.stopped(
                        "5.5.5", Reason.ROLLBACK, lowered(Excerpt.of(entry.getKey()), before, now.version()));
            }
        }
        return Step.done(served);
    }

    private Step<Document<Targets>> updateTargets(Roots roots, Document<Snapshot> snapshot) {
        FileMeta listed = snapshot.content().targets();
        return fetchListed("5.6", roots.root(), RoleName.TARGETS, listed, Document::targets)
                .check("5.6.5", Reason.EXPIRED, targets -> targets.isFresh(now), targets -> targets.expiryMessage(now));
    }

    /** TUF 5.5.1 to 5.5.4, and 5.6.1 to 5.6.4, which are the same rules for the next file. */
    private <T> Step<Document<T>> fetchListed(
            String phase, Root root, RoleName role, FileMeta listed, Function<Bytes, Step<Document<T>>> read) {
        String name = root.consistentSnapshot() ? role.fileName(listed.version()) : role.fileName();
        int defaultLimit = role == RoleName.SNAPSHOT ? MAX_SNAPSHOT_BYTES : MAX_TARGETS_BYTES;
        long limit = Math.max(defaultLimit, listed.length().orElse(0));
        return fetch(phase + ".1", name, limit)
                .check(
                        phase + ".2",
                        Reason.MISMATCH,
                        listed::describes,
                        bytes -> "%s has %d bytes with sha256 %s, listed is %s"
                                .formatted(name, bytes.size(), bytes.sha256(), listed))
                .then(read)
                .check(
                        phase + ".3",
                        Reason.SIGNATURE_THRESHOLD,
                        served -> served.isSignedBy(root),
                        served -> served.signatureMessage(root))
                .check(
                        phase + ".4",
                        Reason.MISMATCH,
                        served -> served.version().equals(listed.version()),
                        served ->
                                "%s has version %s, listed is %s".formatted(name, served.version(), listed.version()));
    }

    private Step<Bytes> fetch(String section, String name, long limit) {
        return files.apply(name)
                .map(Step::done)
                .orElseGet(() -> Step.stopped(section, Reason.MISSING, name + " is not served"))
                .check(
                        section,
                        Reason.TOO_LARGE,
                        bytes -> bytes.size() <= limit,
                        bytes -> "%s has %d bytes, at most %d are read".formatted(name, bytes.size(), limit));
    }

    private static String lowered(String what, MetadataVersion before, MetadataVersion now) {
        return "%s goes down from version %s to %s".formatted(what, before, now);
    }

    private static Accepted accepted(
            Document<Root> root,
            Document<Timestamp> timestamp,
            Document<Snapshot> snapshot,
            Document<Targets> targets) {
        TrustedState state = new TrustedState(
                root.bytes(),
                Optional.of(timestamp.bytes()),
                Optional.of(snapshot.bytes()),
                Optional.of(targets.bytes()));
        return new Accepted(state, root.content(), targets.content());
    }
}
