package io.otalite.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.events.CloudEvents;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.events.FactoryName;
import io.otalite.events.RootPublished;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A factory in one dialect, as the publishing service would keep it: its keys, its roots, and events signed with them. */
public final class TestFactory {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final URI SOURCE = URI.create("/api-service");

    private final FactoryName name;
    private final Dialect dialect;
    private final Map<Long, Sha256> published = new HashMap<>();
    private RoleSigners signers = newSigners();
    private MetadataVersion rootVersion = MetadataVersion.FIRST;
    private Optional<Sha256> previousRoot = Optional.empty();
    private List<MetadataSigner> rootSigners = signers.of(RoleName.ROOT);

    public TestFactory(String name) {
        this(name, Dialect.TUF);
    }

    public TestFactory(String name, Dialect dialect) {
        this.name = new FactoryName(name);
        this.dialect = dialect;
    }

    public FactoryName name() {
        return name;
    }

    /** The present root. */
    public RootPublished root() {
        var document =
                MetadataWriter.sign(dialect, Root.of(dialect, rootVersion, NOW.plus(YEAR), signers), rootSigners);
        return new RootPublished(identity(RoleName.ROOT, rootVersion), document.sha256(), previousRoot, NOW, document);
    }

    /** Changes every key; the new root is signed by the old and the new root key. */
    public RootPublished rotateRoot() {
        previousRoot = Optional.of(root().sha256());
        var before = signers.of(RoleName.ROOT);
        signers = newSigners();
        rootVersion = rootVersion.next();
        rootSigners = new ArrayList<>(before);
        rootSigners.addAll(signers.of(RoleName.ROOT));
        return root();
    }

    /** A version of Targets with one target, chained to the version that was made before. */
    public TargetsPublished targets(long version) {
        return targets(version, 1);
    }

    /** A version that leaves out all after another one, as a factory that recovers does. */
    public TargetsPublished targetsAfter(long before, long version) {
        Optional.ofNullable(published.get(before)).ifPresent(digest -> published.put(version - 1, digest));
        return targets(version);
    }

    /** A version with so many targets, about 400 bytes each. */
    public TargetsPublished targets(long version, int size) {
        var targets = new TreeMap<TargetName, Target>();
        for (var i = 0; i < size; i++) {
            var custom = JsonNodeFactory.instance.objectNode();
            custom.put("uri", "https://ci.example.com/builds/%s/%d/%d".formatted(name, version, i));
            custom.put("notes", "x".repeat(200));
            var hash =
                    Bytes.utf8("%s-%d-%d".formatted(name, version, i)).sha256().hex();
            targets.put(
                    new TargetName("image-%06d".formatted(i)),
                    new Target(1000, new TreeMap<>(Map.of("sha256", hash)), custom));
        }
        var lifetimes = new Lifetimes(YEAR, YEAR, YEAR, YEAR);
        var document = Publication.sign(
                        dialect, RepositoryVersions.all(new MetadataVersion(version)), targets, signers, lifetimes, NOW)
                .targets();
        var previous = Optional.ofNullable(published.get(version - 1));
        published.put(version, document.sha256());
        return new TargetsPublished(
                identity(RoleName.TARGETS, new MetadataVersion(version)), document.sha256(), previous, NOW, document);
    }

    public DocumentIdentity identity(RoleName role, MetadataVersion version) {
        return new DocumentIdentity(name, dialect, DocumentIdentity.FULL_SET, role, version);
    }

    /** The event as it travels. */
    public static EventMessage message(Event event) {
        return CloudEvents.encode(event, SOURCE);
    }

    private static RoleSigners newSigners() {
        var random = new SecureRandom();
        var signers = new HashMap<RoleName, List<MetadataSigner>>();
        for (var role : RoleName.values()) {
            signers.put(role, List.of(Ed25519Key.generate(random)));
        }
        return new RoleSigners(signers);
    }
}
