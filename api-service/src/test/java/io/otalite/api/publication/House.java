package io.otalite.api.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.api.freshness.RefreshMetadata;
import io.otalite.api.metadata.MetadataFile;
import io.otalite.api.roots.RootUpdates;
import io.otalite.api.signing.InMemorySigningKeys;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.api.targets.TargetsRequest;
import io.otalite.audit.AuditAction;
import io.otalite.audit.AuditFact;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Targets;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The use cases of a factory over a store, with a clock that goes when it is told to. */
public final class House {
    public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    public static final FactorySettings SETTINGS =
            new FactorySettings(false, List.of(Dialect.TUF), ClientLimits.DEFAULT, Optional.empty());
    public static final FactorySettings BOTH =
            new FactorySettings(false, Dialect.all(), ClientLimits.DEFAULT, Optional.empty());
    public static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(400), Duration.ofDays(300), Duration.ofDays(20), Duration.ofDays(8));

    /** For a change that a test makes by itself. */
    public static final AuditFact CHANGED = new AuditFact(NOW, "tester", AuditAction.FACTORY_CHANGED, Map.of());

    private final PublicationStore store;
    private final InMemorySigningKeys keys = new InMemorySigningKeys();
    private final SettableClock clock = new SettableClock();
    private final RefreshTimes refreshTimes = new RefreshTimes(LIFETIMES);
    private final Releases releases = new Releases(LIFETIMES, refreshTimes);
    private final CurrentTargets currentTargets = new CurrentTargets(1_000_000);
    private final ChangeFactory factories;

    public House(PublicationStore store) {
        this.store = store;
        this.factories = new ChangeFactory(store, keys, _ -> {});
    }

    public static TargetsEdit add(String name, String... tags) {
        return add(name, 1, tags);
    }

    public static TargetsEdit add(String name, int version, String... tags) {
        var tagged = tags.length == 0 ? "" : ",\"tags\":[\"%s\"]".formatted(String.join("\",\"", tags));
        return TargetsRequest.add(
                """
                {"targets":{"%s":{"length":0,"hashes":{"sha256":"%s"},"custom":{"version":"%d","hardwareIds":["b"]%s}}}}""".formatted(name, "a".repeat(64), version, tagged).getBytes(UTF_8));
    }

    public InMemorySigningKeys keys() {
        return keys;
    }

    public Clock clock() {
        return clock;
    }

    public Instant now() {
        return clock.instant();
    }

    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    public Optional<Factory> create(FactoryName name) {
        return create(name, SETTINGS);
    }

    public Optional<Factory> create(FactoryName name, FactorySettings settings) {
        return new CreateFactory(store, keys, releases, LIFETIMES, clock, _ -> {}).create(name, settings, "tester");
    }

    public PublishTargets.Outcome publish(FactoryName name, TargetsEdit edit) {
        return publish(name, edit, new Precondition.None());
    }

    PublishTargets.Outcome publish(FactoryName name, TargetsEdit edit, Precondition precondition) {
        return publishing().publish(name, edit, precondition, "tester");
    }

    public PublishTargets publishing() {
        return new PublishTargets(factories, releases, currentTargets, clock);
    }

    public ChangeSettings changing() {
        return new ChangeSettings(store, clock, _ -> {});
    }

    public RootUpdates roots() {
        return new RootUpdates(store, factories, keys, releases, currentTargets, LIFETIMES, clock);
    }

    public RefreshMetadata refreshing() {
        return new RefreshMetadata(factories, releases, refreshTimes, publishing(), roots(), clock);
    }

    /** Signs the root that awaits signatures in the dialect, if there is one. */
    public void sign(FactoryName factory, Dialect dialect, Ed25519Key key) {
        roots().ceremony(factory).stream()
                .flatMap(ceremony -> ceremony.signings().stream())
                .filter(signing -> signing.dialect().equals(dialect))
                .map(signing -> Bytes.copyOf(key.sign(signing.payload().toArray())))
                .forEach(signature -> roots().sign(factory, dialect, List.of(signature), "signer"));
    }

    /** What would be released next, without an edit. */
    public Release releaseAfter(PublicationStore.Locked locked) {
        var current = locked.current();
        var sets = TargetSets.of(currentTargets.of(locked, current));
        var step = new Releases.Step(sets, Map.of(), now(), "tester", "Nothing");
        return releases.publish(
                locked.factory(), current, step, keys.held(locked.factory().name()));
    }

    /** Walks the published repository from its first root, as a device does at its first start. */
    public Targets walkAsAFreshDevice(FactoryName factory) {
        return walkAsAFreshDevice(factory, SetId.full(Dialect.TUF));
    }

    public Targets walkAsAFreshDevice(FactoryName factory, SetId set) {
        var trusted = TrustedState.ofRoot(file(factory, set, "1.root.json").orElseThrow());
        return accepted(walk(factory, set, trusted)).targets();
    }

    /** Walks on from what a device trusts. */
    public WalkResult walk(FactoryName factory, SetId set, TrustedState trusted) {
        return ClientWalk.walk(set.dialect(), trusted, name -> file(factory, set, name), now());
    }

    public static WalkResult.Accepted accepted(WalkResult result) {
        if (result instanceof WalkResult.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError(result.toString());
    }

    /** A file as a device is served it. */
    public Optional<Bytes> file(FactoryName factory, SetId set, String name) {
        return MetadataFile.parse(set.dialect(), name).flatMap(file -> {
            var of = file.role() == RoleName.ROOT ? SetId.full(set.dialect()) : set;
            return file.version()
                    .map(version -> store.document(
                            new DocumentIdentity(factory, of.dialect(), of.name(), file.role(), version)))
                    .orElseGet(() -> store.served(factory, of, file.role()));
        });
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
