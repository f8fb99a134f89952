package io.otalite.api.publication;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.FileMeta;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Snapshot;
import io.otalite.tuf.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes releases: signs every set in every dialect, and lets none pass that a device would refuse. */
public final class Releases {
    private final Lifetimes lifetimes;
    private final RefreshTimes refreshTimes;

    public Releases(Lifetimes lifetimes, RefreshTimes refreshTimes) {
        this.lifetimes = lifetimes;
        this.refreshTimes = refreshTimes;
    }

    /**
     * What is to be published.
     *
     * @param roots a new root in each dialect, which comes with it; empty when the present ones stay
     * @param now in whole seconds: what stands in the documents (TUF 4.2.3), the record and the event is one instant
     * @param caller who asked for it
     * @param summary what was done, in one line
     */
    public record Step(TargetSets sets, Map<Dialect, Bytes> roots, Instant now, String caller, String summary) {}

    /** The next publication: targets, snapshot and timestamp of every set, and the new roots. */
    public Release publish(Factory factory, Current current, Step step, RoleSigners signers) {
        return publish(factory, current, factory.heads().versions().next(), step, signers);
    }

    /** As {@link #publish(Factory, Current, Step, RoleSigners)}, with versions of the caller's choice. */
    public Release publish(
            Factory factory, Current current, RepositoryVersions versions, Step step, RoleSigners signers) {
        var draft = new ReleaseDraft(factory, current, step.now());
        for (var dialect : factory.dialects()) {
            Optional.ofNullable(step.roots().get(dialect)).ifPresent(root -> draft.addRoot(dialect, root));
            step.sets().byName().forEach((name, targets) -> {
                var set = new SetId(dialect, name);
                draft.add(set, Publication.sign(dialect, versions, targets, signers, lifetimes, step.now()));
            });
        }
        var record =
                new PublicationRecord(versions.targets(), draft.checksum(), step.now(), step.caller(), step.summary());
        var root =
                draft.newRoot().orElseGet(() -> current.root(factory.dialects().getFirst()));
        var expiries = new Expiries(
                root.expires(),
                expiry(RoleName.TARGETS, step.now()),
                expiry(RoleName.SNAPSHOT, step.now()),
                expiry(RoleName.TIMESTAMP, step.now()));
        return draft.release(heads(factory, root, versions, expiries, signers), Optional.of(record));
    }

    /**
     * Signs the timestamps anew, and the snapshots where they are due, without publishing anything.
     *
     * @param served the bytes of what is served of a set and a role
     */
    public Release refresh(
            Factory factory,
            Current current,
            Instant now,
            RoleSigners signers,
            BiFunction<SetId, RoleName, Bytes> served) {
        var before = factory.heads();
        var snapshotToo = refreshTimes.isDue(RoleName.SNAPSHOT, before.expiries(), now);
        var versions = new RepositoryVersions(
                before.versions().targets(),
                snapshotToo
                        ? before.versions().snapshot().next()
                        : before.versions().snapshot(),
                before.versions().timestamp().next());
        var draft = new ReleaseDraft(factory, current, now);
        current.sets().forEach((set, online) -> {
            var snapshot = snapshotToo
                    ? MetadataWriter.sign(
                            set.dialect(), snapshot(set, online, versions, now), signers.of(RoleName.SNAPSHOT))
                    : online.snapshot();
            var timestamp = MetadataWriter.sign(
                    set.dialect(), timestamp(versions, snapshot, now), signers.of(RoleName.TIMESTAMP));
            var publication =
                    new Publication(set.dialect(), versions, served.apply(set, RoleName.TARGETS), snapshot, timestamp);
            draft.addRefreshed(set, publication, snapshotToo);
        });
        var expiries = new Expiries(
                before.expiries().root(),
                before.expiries().targets(),
                snapshotToo ? expiry(RoleName.SNAPSHOT, now) : before.expiries().snapshot(),
                expiry(RoleName.TIMESTAMP, now));
        var root = current.root(factory.dialects().getFirst());
        return draft.release(heads(factory, root, versions, expiries, signers), Optional.empty());
    }

    private Snapshot snapshot(SetId set, Current.Online online, RepositoryVersions versions, Instant now) {
        var before = Snapshot.parse(SignedMetadata.parse(set.dialect(), online.snapshot()));
        return new Snapshot(versions.snapshot(), expiry(RoleName.SNAPSHOT, now), before.meta());
    }

    private Timestamp timestamp(RepositoryVersions versions, Bytes snapshot, Instant now) {
        return new Timestamp(
                versions.timestamp(), expiry(RoleName.TIMESTAMP, now), FileMeta.of(versions.snapshot(), snapshot));
    }

    private Heads heads(
            Factory factory, Root root, RepositoryVersions versions, Expiries expiries, RoleSigners signers) {
        var rootToo =
                signers.of(RoleName.ROOT).size() >= root.role(RoleName.ROOT).threshold();
        return new Heads(root.version(), versions, expiries, refreshTimes.next(factory.name(), expiries, rootToo));
    }

    private Instant expiry(RoleName role, Instant now) {
        return lifetimes.expiry(role, now);
    }
}
