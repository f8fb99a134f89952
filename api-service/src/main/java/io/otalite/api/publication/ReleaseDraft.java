package io.otalite.api.publication;

import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.WalkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A release while it is made. Each part is walked as a device that is up to date would walk it; one that a device would
 * refuse fails the whole release.
 */
final class ReleaseDraft {
    /** They are all in memory until they are stored. */
    private static final long MOST_BYTES = 48_000_000;

    private final Factory factory;
    private final Current current;
    private final Instant now;
    private final Map<Dialect, Root> newRoots = new HashMap<>();
    private final Map<Dialect, Bytes> newRootFiles = new HashMap<>();
    private final List<SignedDocument> documents = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private long bytes;

    ReleaseDraft(Factory factory, Current current, Instant now) {
        this.factory = factory;
        this.current = current;
        this.now = now;
    }

    /** Comes before the sets of its dialect, which it verifies. */
    void addRoot(Dialect dialect, Bytes file) {
        var root = Root.parse(SignedMetadata.parse(dialect, file));
        newRoots.put(dialect, root);
        newRootFiles.put(dialect, file);
        var identity = identity(SetId.full(dialect), RoleName.ROOT, root.version());
        var previous = Optional.ofNullable(current.roots().get(dialect)).map(Bytes::sha256);
        add(identity, file);
        events.add(new RootPublished(identity, file.sha256(), previous, now, file));
    }

    void add(SetId set, Publication publication) {
        walk(set, publication);
        var versions = publication.versions();
        var targets = identity(set, RoleName.TARGETS, versions.targets());
        add(targets, publication.targets());
        add(identity(set, RoleName.SNAPSHOT, versions.snapshot()), publication.snapshot());
        add(identity(set, RoleName.TIMESTAMP, versions.timestamp()), publication.timestamp());
        if (set.isFull()) {
            events.add(new TargetsPublished(
                    targets,
                    publication.targets().sha256(),
                    Optional.ofNullable(current.targets().get(set.dialect())),
                    now,
                    publication.targets()));
        }
    }

    /** The Targets are those that are served already. */
    void addRefreshed(SetId set, Publication publication, boolean snapshotToo) {
        walk(set, publication);
        var versions = publication.versions();
        if (snapshotToo) {
            add(identity(set, RoleName.SNAPSHOT, versions.snapshot()), publication.snapshot());
        }
        add(identity(set, RoleName.TIMESTAMP, versions.timestamp()), publication.timestamp());
    }

    /** Of the full Targets in the factory's first dialect: their entity tag. */
    Sha256 checksum() {
        return events.stream()
                .filter(TargetsPublished.class::isInstance)
                .map(event -> ((TargetsPublished) event).sha256())
                .findFirst()
                .orElseThrow();
    }

    Optional<Root> newRoot() {
        return newRoots.values().stream().findFirst();
    }

    Release release(Heads heads, Optional<PublicationRecord> record) {
        return new Release(heads, record, documents, events);
    }

    private void add(DocumentIdentity identity, Bytes content) {
        var limit = factory.settings().limits().of(identity.role());
        if (content.size() > limit) {
            throw new DocumentTooLargeException(
                    identity,
                    "%s would have %d bytes; the clients of the factory read at most %d"
                            .formatted(identity, content.size(), limit));
        }
        bytes += content.size();
        if (bytes > MOST_BYTES) {
            throw new DocumentTooLargeException(
                    identity,
                    "The documents of all sets and dialects together would have more than %d bytes; give the Targets fewer tags"
                            .formatted(MOST_BYTES));
        }
        documents.add(new SignedDocument(identity, content));
    }

    private DocumentIdentity identity(SetId set, RoleName role, MetadataVersion version) {
        return new DocumentIdentity(factory.name(), set.dialect(), set.name(), role, version);
    }

    private void walk(SetId set, Publication candidate) {
        var dialect = set.dialect();
        Map<String, Bytes> files = new HashMap<>(candidate.files());
        var newRoot = Optional.ofNullable(newRootFiles.get(dialect));
        newRoot.ifPresent(file -> files.put(
                dialect.fileName(RoleName.ROOT, newRoot().orElseThrow().version()), file));
        var trusted = current.trusted(set, newRoot);
        switch (ClientWalk.walk(dialect, trusted, name -> Optional.ofNullable(files.get(name)), now)) {
            case WalkResult.Accepted accepted -> {
                if (!accepted.state().timestamp().equals(Optional.of(candidate.timestamp()))) {
                    throw new CandidateRefusedException(
                            "A device would not take %s".formatted(described(set, candidate)));
                }
            }
            case WalkResult.Refused refused ->
                throw new CandidateRefusedException("A device would refuse %s at step %s: %s"
                        .formatted(described(set, candidate), refused.section(), refused.message()));
        }
    }

    private static String described(SetId set, Publication candidate) {
        return "version %d of the set %s in the dialect %s"
                .formatted(
                        candidate.version().value(), set.name(), set.dialect().id());
    }
}
