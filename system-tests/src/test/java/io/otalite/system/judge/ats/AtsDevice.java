package io.otalite.system.judge.ats;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A device, from the root in its image on. It keeps what it has come to trust, as a device does that is refused half-way: a root
 * or a timestamp that was in order stays, whatever comes after it.
 *
 * <p>It fetches all four roles at every update, so that nothing which is served goes unread. It is not thread-safe.
 */
public final class AtsDevice {
    private static final Set<Rule> WAIVABLE = Set.of(Rule.KEY_ID, Rule.KEY_TYPE, Rule.CANONICAL, Rule.TARGET_CUSTOM);

    private final byte[] firstRoot;
    private final Rules rules;
    private final Map<Role, Seen> seen = new EnumMap<>(Role.class);
    private Optional<Root> root = Optional.empty();

    /** The document of a role that was trusted last: its version, and its digest as long as the version may not mean another. */
    private record Seen(long version, Optional<String> digest) {}

    private AtsDevice(byte[] firstRoot, Rules rules) {
        this.firstRoot = firstRoot.clone();
        this.rules = rules;
    }

    /** A device with this root in its image. */
    public static AtsDevice trusting(byte[] firstRoot) {
        return new AtsDevice(firstRoot, new Rules(Set.of()));
    }

    /**
     * The same, for repositories of another vendor of the same dialect.
     *
     * @param waived rules of form that do not hold there; no rule of safety can be among them
     * @throws IllegalArgumentException if one is
     */
    public static AtsDevice trusting(byte[] firstRoot, Set<Rule> waived) {
        if (!WAIVABLE.containsAll(waived)) {
            throw new IllegalArgumentException("Of %s, only %s can be waived".formatted(waived, WAIVABLE));
        }
        return new AtsDevice(firstRoot, new Rules(waived));
    }

    /** Another device that has seen the same. */
    public AtsDevice copy() {
        var copy = new AtsDevice(firstRoot, rules);
        copy.root = root;
        copy.seen.putAll(seen);
        return copy;
    }

    /**
     * What comes is from the set of another tag: the same version may be another document there. A lower one is still a
     * rollback.
     */
    public void followAnotherTag() {
        seen.replaceAll((_, before) -> new Seen(before.version(), Optional.empty()));
    }

    /**
     * One poll.
     *
     * @param files the content by name, {@code timestamp.json} for example; empty for what is not found
     */
    public Verdict update(Function<String, Optional<byte[]>> files, Instant now) {
        try {
            var trusted = newestRoot(files);
            trusted.document().requireFresh(now, rules);
            return new Walk(files, now, trusted).timestamp();
        } catch (Rules.Refusal refusal) {
            return refusal.verdict();
        }
    }

    private Root newestRoot(Function<String, Optional<byte[]>> files) {
        var newest = root.orElseGet(() -> Root.read("the first root", firstRoot, rules));
        root = Optional.of(newest);
        for (var next = fetchRoot(files, newest); next.isPresent(); next = fetchRoot(files, newest)) {
            newest = newest.followedBy(next.get(), rules);
            root = Optional.of(newest);
            seen.clear();
        }
        return newest;
    }

    private static Optional<byte[]> fetchRoot(Function<String, Optional<byte[]>> files, Root newest) {
        return files.apply((newest.document().version() + 1) + "." + Role.ROOT.file());
    }

    /** The roles below the root, in one poll. */
    private final class Walk {
        private final Function<String, Optional<byte[]>> files;
        private final Instant now;
        private final Root trusted;

        private Walk(Function<String, Optional<byte[]>> files, Instant now, Root trusted) {
            this.files = files;
            this.now = now;
            this.trusted = trusted;
        }

        private Verdict timestamp() {
            var timestamp = document(Role.TIMESTAMP, fetch(Role.TIMESTAMP));
            var named = FileMeta.in(timestamp, Role.SNAPSHOT, rules);
            rules.require(
                    named.complete(), Rule.META, "timestamp.json names the snapshot without length or without hashes");
            requireNotBehind(Role.SNAPSHOT, named.version());
            accept(timestamp);
            return snapshot(named);
        }

        private Verdict snapshot(FileMeta meta) {
            var snapshot = child(Role.SNAPSHOT, meta);
            var named = FileMeta.in(snapshot, Role.TARGETS, rules);
            requireNotBehind(Role.TARGETS, named.version());
            accept(snapshot);
            return targets(named);
        }

        private Verdict targets(FileMeta meta) {
            var targets = child(Role.TARGETS, meta);
            var all = new TargetReader(rules).read(targets);
            accept(targets);
            return new Verdict.Accepted(targets.version(), all);
        }

        private Document child(Role role, FileMeta meta) {
            var bytes = fetch(role);
            rules.require(bytes.length <= role.limit(), Rule.SIZE, "%s has %d bytes", role.file(), bytes.length);
            meta.checkServed(bytes, rules);
            var document = document(role, bytes);
            meta.checkRewritten(document.canonical(), rules);
            rules.require(
                    document.version() == meta.version(),
                    Rule.MIX,
                    "%s has the version %d, not %d",
                    role.file(),
                    document.version(),
                    meta.version());
            return document;
        }

        private byte[] fetch(Role role) {
            return files.apply(role.file())
                    .orElseThrow(() -> Rules.refusal(Rule.MISSING, "%s is not found", role.file()));
        }

        private Document document(Role role, byte[] bytes) {
            var document = Document.read(role.file(), role, bytes, rules);
            document.requireSignedBy(trusted.authority(role), Rule.THRESHOLD, rules);
            document.checkCommon(rules);
            requireNotBehind(role, document.version());
            var before = Optional.ofNullable(seen.get(role)).filter(old -> old.version() == document.version());
            rules.require(
                    before.flatMap(Seen::digest)
                            .filter(digest -> !digest.equals(Digests.sha256(document.canonical())))
                            .isEmpty(),
                    Rule.SAME_VERSION,
                    "%s is another document of the version %d",
                    role.file(),
                    document.version());
            document.requireFresh(now, rules);
            return document;
        }

        private void requireNotBehind(Role role, long version) {
            var before = Optional.ofNullable(seen.get(role)).map(Seen::version).orElse(0L);
            rules.require(version >= before, Rule.ROLLBACK, "%s goes from %d to %d", role.file(), before, version);
        }

        private void accept(Document document) {
            seen.put(document.role(), new Seen(document.version(), Optional.of(Digests.sha256(document.canonical()))));
        }
    }
}
