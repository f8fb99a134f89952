package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A repository in memory whose every file a test may replace, also by what no honest repository would serve. */
final class TestRepository implements Function<String, Optional<Bytes>> {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = Instant.parse("2026-04-01T12:00:00Z");
    static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(30));

    final Map<String, Bytes> files = new TreeMap<>();
    private final Dialect dialect;
    private RoleSigners signers;
    private Root root;

    TestRepository() {
        this(Dialect.TUF);
    }

    TestRepository(Dialect dialect) {
        this.dialect = dialect;
        signers = signers("a");
        root = Root.of(dialect, version(1), LATER, signers);
        put(RoleName.ROOT, root, signers.of(RoleName.ROOT));
    }

    /** One key for each role; the same generation is always the same keys. */
    static RoleSigners signers(String generation) {
        Map<RoleName, List<MetadataSigner>> keys = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            keys.put(role, List.of(key(role.json() + " " + generation)));
        }
        return new RoleSigners(keys);
    }

    static Ed25519Key key(String name) {
        return Ed25519Key.fromSeed(Hex.decode(Bytes.utf8(name).sha256().hex()));
    }

    static MetadataVersion version(long value) {
        return new MetadataVersion(value);
    }

    static SortedMap<TargetName, Target> targets(String... names) {
        SortedMap<TargetName, Target> targets = new TreeMap<>();
        for (String name : names) {
            Bytes content = Bytes.utf8("content of " + name);
            var custom = JsonNodeFactory.instance.objectNode();
            custom.put("version", name)
                    .putObject("sigstore")
                    .put("status", "Active")
                    .put("usage", "Unknown");
            targets.put(
                    new TargetName(name),
                    new Target(
                            content.size(),
                            new TreeMap<>(Map.of("sha256", content.sha256().hex())),
                            custom));
        }
        return targets;
    }

    static FileMeta listed(long version) {
        return new FileMeta(version(version), OptionalLong.empty(), Hashes.NONE);
    }

    static Snapshot snapshot(long version, Map<String, FileMeta> meta) {
        return new Snapshot(version(version), LATER, new TreeMap<>(meta));
    }

    Bytes trustedRoot() {
        return files.get("1.root.json");
    }

    RoleSigners signers() {
        return signers;
    }

    Root root() {
        return root;
    }

    TestRepository put(String name, Bytes file) {
        files.put(name, file);
        return this;
    }

    TestRepository remove(String name) {
        files.remove(name);
        return this;
    }

    TestRepository publish(long version, String... targetNames) {
        return publish(version, signers, targetNames);
    }

    TestRepository publish(long version, RoleSigners signers, String... targetNames) {
        files.putAll(Publication.sign(
                        dialect,
                        RepositoryVersions.all(version(version)),
                        targets(targetNames),
                        signers,
                        LIFETIMES,
                        NOW)
                .files());
        return this;
    }

    TestRepository put(Timestamp timestamp) {
        return put(RoleName.TIMESTAMP, timestamp, signers.of(RoleName.TIMESTAMP));
    }

    TestRepository put(Snapshot snapshot) {
        return put(RoleName.SNAPSHOT, snapshot, signers.of(RoleName.SNAPSHOT));
    }

    TestRepository put(Targets targets) {
        return put(RoleName.TARGETS, targets, signers.of(RoleName.TARGETS));
    }

    TestRepository put(RoleName role, RoleMetadata content, List<? extends MetadataSigner> by) {
        return put(dialect.fileName(role, content.version()), MetadataWriter.sign(dialect, content, by));
    }

    /** The next root, signed by the old and the new root keys, naming the given keys; later files are signed by them. */
    TestRepository rotate(RoleSigners next) {
        return rotate(next, LATER);
    }

    TestRepository rotate(RoleSigners next, Instant expires) {
        return rotate(next, Root.of(dialect, root.version().next(), expires, next));
    }

    TestRepository rotate(RoleSigners next, Root nextRoot) {
        List<MetadataSigner> both = Stream.concat(signers.of(RoleName.ROOT).stream(), next.of(RoleName.ROOT).stream())
                .distinct()
                .toList();
        signers = next;
        root = nextRoot;
        return put(RoleName.ROOT, root, both);
    }

    /** The current signers, with other keys for some roles. */
    RoleSigners withNewKeys(String generation, RoleName... roles) {
        Map<RoleName, List<MetadataSigner>> keys = new EnumMap<>(signers.signers());
        for (RoleName role : roles) {
            keys.put(role, signers(generation).of(role));
        }
        return new RoleSigners(keys);
    }

    WalkResult walk() {
        return walk(TrustedState.ofRoot(trustedRoot()));
    }

    WalkResult walk(TrustedState trusted) {
        return ClientWalk.walk(dialect, trusted, this, NOW);
    }

    /** What a client trusts that has walked the repository as it is now. */
    TrustedState trusted() {
        return accepted().state();
    }

    WalkResult.Accepted accepted() {
        return switch (walk()) {
            case WalkResult.Accepted accepted -> accepted;
            case WalkResult.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    @Override
    public Optional<Bytes> apply(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
