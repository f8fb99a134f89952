package io.otalite.tuf;

import io.otalite.tuf.WalkResult.Accepted;
import io.otalite.tuf.WalkResult.Refused;
import java.time.Instant;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Function;

/**
 * The client workflow (TUF 5.1 to 5.6.6) as a pure function: what a client that trusts one state makes of the files it
 * is served at one instant. A repository asks it before it shows a new version to anybody; a client asks it before it
 * believes one. {@link TargetSearch} goes on from there, into the delegations, to a single Target.
 *
 * <p>Where it deviates, it is on the strict side: the trusted root must be signed by its own keys; snapshot and targets
 * are read again even where the trusted copies are of the listed version, so that changed bytes under a known version are
 * noticed; and trusted files are forgotten when the specification says so, not at every new root as libaktualizr does.
 */
public final class ClientWalk {

    private final Served served;
    private final TrustedState trusted;

    private ClientWalk(Served served, TrustedState trusted) {
        this.served = served;
        this.trusted = trusted;
    }

    /** {@link #walk(Dialect, TrustedState, Function, Instant)} in the dialect of the specification. */
    public static WalkResult walk(TrustedState trusted, Function<String, Optional<Bytes>> files, Instant now) {
        return walk(Dialect.TUF, trusted, files, now);
    }

    /**
     * Walks from root to targets.
     *
     * @param files the served bytes of a file name such as {@code 2.root.json} or {@code timestamp.json}; empty where
     *     the repository has none
     * @param now the fixed start time (TUF 5.1), against which all expiry is judged
     */
    public static WalkResult walk(
            Dialect dialect, TrustedState trusted, Function<String, Optional<Bytes>> files, Instant now) {
        return switch (new ClientWalk(new Served(dialect, files, now), trusted).walk()) {
            case Step.Done<Accepted>(var accepted) -> accepted;
            case Step.Stopped<Accepted>(var section, var reason, var message) -> new Refused(section, reason, message);
        };
    }

    private Step<Accepted> walk() {
        return RootUpdate.follow(served, trusted.root())
                .then(roots -> updateTimestamp(roots)
                        .then(timestamp -> updateSnapshot(roots, timestamp)
                                .then(snapshot -> updateTargets(roots, snapshot)
                                        .map(targets -> accepted(roots.last(), timestamp, snapshot, targets)))));
    }

    /** TUF 5.3.11: files signed by rotated keys are forgotten, which makes fast-forward attacks recoverable. */
    private <T extends RoleMetadata> Step<Optional<Document<T>>> remembered(
            RootUpdate roots, Optional<Bytes> file, Format<T> format) {
        if (roots.onlineKeysRotated() || file.isEmpty()) {
            return Step.done(Optional.empty());
        }
        return format.read(served.dialect(), file.get()).map(Optional::of);
    }

    private Step<Document<Timestamp>> updateTimestamp(RootUpdate roots) {
        int limit = served.dialect().largestFile(RoleName.TIMESTAMP);
        return remembered(roots, trusted.timestamp(), Format.TIMESTAMP)
                .then(known -> served.fetch("5.4.1", RoleName.TIMESTAMP.fileName(), limit)
                        .then(bytes -> Format.TIMESTAMP.read(served.dialect(), bytes))
                        .then(timestamp -> timestamp.signedBy(roots.root().authority(RoleName.TIMESTAMP), "5.4.2"))
                        .then(timestamp ->
                                known.map(old -> newer(old, timestamp)).orElse(Step.done(timestamp))))
                .then(timestamp -> timestamp.validAt(served.now(), "5.4.4"));
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

    private Step<Document<Snapshot>> updateSnapshot(RootUpdate roots, Document<Timestamp> timestamp) {
        var listed = listed(Format.SNAPSHOT, timestamp.content().snapshot(), roots.root());
        return remembered(roots, trusted.snapshot(), Format.SNAPSHOT)
                .then(known -> listed.fetch(served, "5.5")
                        .then(snapshot -> known.map(old -> notLowered(old.content(), snapshot))
                                .orElse(Step.done(snapshot))))
                .then(snapshot -> snapshot.validAt(served.now(), "5.5.6"));
    }

    /** TUF 5.5.5: every targets file the known snapshot lists is still listed, in no lower version. */
    private Step<Document<Snapshot>> notLowered(Snapshot known, Document<Snapshot> snapshot) {
        for (Entry<String, FileMeta> entry : known.meta().entrySet()) {
            if (served.dialect().isTargetsFile(entry.getKey())) {
                FileMeta now = snapshot.content().meta().get(entry.getKey());
                MetadataVersion before = entry.getValue().version();
                String name = Excerpt.of(entry.getKey());
                if (now == null) {
                    return Step.stopped("5.5.5", Reason.ROLLBACK, "snapshot.json lists " + name + " no longer");
                }
                if (now.version().isBelow(before)) {
                    return Step.stopped("5.5.5", Reason.ROLLBACK, lowered(name, before, now.version()));
                }
            }
        }
        return Step.done(snapshot);
    }

    private Step<Document<Targets>> updateTargets(RootUpdate roots, Document<Snapshot> snapshot) {
        return listed(Format.TARGETS, snapshot.content().targets(), roots.root())
                .fetch(served, "5.6")
                .then(targets -> targets.validAt(served.now(), "5.6.5"));
    }

    private <T extends RoleMetadata> ListedFile<T> listed(Format<T> format, FileMeta meta, Root root) {
        String name = served.numbered(format.role().fileName(), meta.version(), root);
        return new ListedFile<>(format, name, meta, root.authority(format.role()));
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
        return new Accepted(state, root.content(), snapshot.content(), targets.content());
    }
}
