package io.otalite.api.repositoryimport;

import io.otalite.api.publication.AuditFacts;
import io.otalite.api.publication.Expiries;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.Heads;
import io.otalite.api.publication.PublicationRecord;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Release;
import io.otalite.api.publication.SignedDocument;
import io.otalite.api.publication.TargetSets;
import io.otalite.api.roots.RootChange;
import io.otalite.api.targets.EditRefusedException;
import io.otalite.api.targets.FieldRules;
import io.otalite.audit.AuditAction;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.RootChain;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Snapshot;
import io.otalite.tuf.Targets;
import io.otalite.tuf.Timestamp;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.TufException;
import io.otalite.tuf.WalkResult;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes a factory of a repository that exists. Its files are verified as a device verifies them and served on, byte for byte,
 * until a root with keys of this service replaces the keys that others hold; the versions go on from where they are, so that
 * no device is rolled back.
 */
public final class ImportRepository {
    private final PublicationStore store;
    private final Clock clock;
    private final Consumer<FactoryName> afterCommit;

    public ImportRepository(PublicationStore store, Clock clock, Consumer<FactoryName> afterCommit) {
        this.store = store;
        this.clock = clock;
        this.afterCommit = afterCommit;
    }

    /**
     * Imports a repository.
     *
     * @param settings whose only dialect is the repository's
     * @return the new factory; empty when the name is taken
     * @throws ImportRefusedException when a device would refuse the files, or they cannot go on here
     */
    public Optional<Factory> create(
            FactoryName name, FactorySettings settings, ForeignRepository repository, String caller) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var roots = chain(repository);
        var accepted = walk(repository);
        requireUsable(repository.dialect(), roots.getLast());
        requireUsable(accepted.targets());
        var timestamp = read(repository, repository.timestamp(), "/timestamp", Timestamp::parse);
        var heads = heads(roots.getLast(), accepted.targets(), accepted.snapshot(), timestamp);
        requireRoom(heads);
        var factory = new Factory(name, settings, heads, now);
        var release = release(factory, repository, now, caller);
        if (!store.create(factory, release, AuditFacts.created(AuditAction.FACTORY_IMPORTED, factory, release))) {
            return Optional.empty();
        }
        afterCommit.accept(name);
        return Optional.of(factory);
    }

    private static List<Root> chain(ForeignRepository repository) {
        if (repository.roots().isEmpty()) {
            throw new ImportRefusedException("/roots", "Expected all roots, from version 1.");
        }
        List<Root> roots = new ArrayList<>();
        Optional<Bytes> before = Optional.empty();
        for (var file : repository.roots()) {
            var where = "/roots/" + roots.size();
            switch (RootChain.verify(repository.dialect(), before, file)) {
                case RootChain.Verdict.Accepted(var root) -> roots.add(root);
                case RootChain.Verdict.Refused refused ->
                    throw new ImportRefusedException(
                            where,
                            "At %s: a device would refuse this root at step %s: %s"
                                    .formatted(where, refused.section(), refused.message()));
            }
            before = Optional.of(file);
        }
        if (!roots.getFirst().version().equals(MetadataVersion.FIRST)) {
            throw new ImportRefusedException(
                    "/roots/0",
                    "At /roots/0: expected version 1, found %s. Devices may have been shipped with any root there ever was."
                            .formatted(roots.getFirst().version()));
        }
        return roots;
    }

    /** At an instant at which nothing had expired yet: what has expired since can still be gone on from. */
    private static WalkResult.Accepted walk(ForeignRepository repository) {
        var trusted = TrustedState.ofRoot(repository.roots().getLast());
        var files = files(repository);
        return switch (ClientWalk.walk(
                repository.dialect(), trusted, name -> Optional.ofNullable(files.get(name)), Instant.EPOCH)) {
            case WalkResult.Accepted accepted -> accepted;
            case WalkResult.Refused refused ->
                throw new ImportRefusedException(
                        "/",
                        "A device would refuse the repository at step %s: %s"
                                .formatted(refused.section(), refused.message()));
        };
    }

    /** Under both kinds of names that clients may ask for. */
    private static Map<String, Bytes> files(ForeignRepository repository) {
        var snapshot = read(repository, repository.snapshot(), "/snapshot", Snapshot::parse);
        var targets = read(repository, repository.targets(), "/targets", Targets::parse);
        return Map.of(
                RoleName.TIMESTAMP.fileName(), repository.timestamp(),
                RoleName.SNAPSHOT.fileName(), repository.snapshot(),
                RoleName.SNAPSHOT.fileName(snapshot.version()), repository.snapshot(),
                RoleName.TARGETS.fileName(), repository.targets(),
                RoleName.TARGETS.fileName(targets.version()), repository.targets());
    }

    private static <T> T read(
            ForeignRepository repository, Bytes file, String where, Function<SignedMetadata, T> parser) {
        try {
            return parser.apply(SignedMetadata.parse(repository.dialect(), file));
        } catch (TufException e) {
            throw new ImportRefusedException(where, "At %s: %s".formatted(where, e.getMessage()));
        }
    }

    /** Devices ask for the names that their root tells, and signatures stand under the names that keys have here. */
    private static void requireUsable(Dialect dialect, Root root) {
        if (dialect.equals(Dialect.TUF) && !root.consistentSnapshot()) {
            throw new ImportRefusedException(
                    "/roots",
                    "The newest root has no consistent snapshots, whose names are the only ones served here.");
        }
        root.keysOf(RoleName.ROOT).forEach((keyId, key) -> {
            if (!isNamed(dialect, keyId, key)) {
                throw new ImportRefusedException(
                        "/roots",
                        "The newest root names a root key %s otherwise than the dialect does, so that no signature by it could count."
                                .formatted(keyId));
            }
        });
    }

    private static boolean isNamed(Dialect dialect, KeyId keyId, PublicKey key) {
        try {
            return dialect.keyId(key).equals(keyId);
        } catch (InvalidValueException notUsable) {
            return false;
        }
    }

    private static void requireUsable(Targets targets) {
        if (targets.delegations().isPresent()) {
            throw new ImportRefusedException(
                    "/targets", "The repository delegates Targets to other roles, which cannot go on here.");
        }
        try {
            targets.targets().forEach(FieldRules::checkTags);
            TargetSets.of(targets.targets()).requireRoom();
        } catch (EditRefusedException e) {
            throw new ImportRefusedException("/targets", e.getMessage());
        }
    }

    private static Heads heads(Root root, Targets targets, Snapshot snapshot, Timestamp timestamp) {
        var expiries = new Expiries(root.expires(), targets.expires(), snapshot.expires(), timestamp.expires());
        var versions = new RepositoryVersions(targets.version(), snapshot.version(), timestamp.version());
        // Nothing can be signed anew before a root lists keys of this service.
        return new Heads(root.version(), versions, expiries, expiries.earliest());
    }

    private static void requireRoom(Heads heads) {
        for (var role : RoleName.values()) {
            if (heads.of(role).value() > RootChange.HIGHEST_VERSION) {
                throw new ImportRefusedException(
                        "/" + role.json(),
                        "Version %s is so high that devices could not follow for long; at most %d is taken over."
                                .formatted(heads.of(role), RootChange.HIGHEST_VERSION));
            }
        }
    }

    private static Release release(Factory factory, ForeignRepository repository, Instant now, String caller) {
        List<SignedDocument> documents = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Optional<Bytes> before = Optional.empty();
        var version = MetadataVersion.FIRST;
        for (var file : repository.roots()) {
            var identity = identity(factory, repository, RoleName.ROOT, version);
            documents.add(new SignedDocument(identity, file));
            events.add(new RootPublished(identity, file.sha256(), before.map(Bytes::sha256), now, file));
            before = Optional.of(file);
            version = version.next();
        }
        var versions = factory.heads().versions();
        var targets = identity(factory, repository, RoleName.TARGETS, versions.targets());
        documents.add(new SignedDocument(targets, repository.targets()));
        documents.add(new SignedDocument(
                identity(factory, repository, RoleName.SNAPSHOT, versions.snapshot()), repository.snapshot()));
        documents.add(new SignedDocument(
                identity(factory, repository, RoleName.TIMESTAMP, versions.timestamp()), repository.timestamp()));
        events.add(new TargetsPublished(
                targets, repository.targets().sha256(), Optional.empty(), now, repository.targets()));
        var record = new PublicationRecord(
                versions.targets(),
                repository.targets().sha256(),
                now,
                caller,
                "Imported with %d roots".formatted(repository.roots().size()));
        return new Release(factory.heads(), Optional.of(record), documents, events);
    }

    private static DocumentIdentity identity(
            Factory factory, ForeignRepository repository, RoleName role, MetadataVersion version) {
        return new DocumentIdentity(factory.name(), repository.dialect(), DocumentIdentity.FULL_SET, role, version);
    }
}
