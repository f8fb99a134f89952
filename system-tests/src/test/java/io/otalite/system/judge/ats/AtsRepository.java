package io.otalite.system.judge.ats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A repository of a test, written from the description of the dialect: two roots, of which the second replaces a key of the
 * first, a timestamp signed with RSA, two Targets. Everything can be changed on its way: what is signed, the envelope around
 * it, the bytes before and after the parent has counted them.
 */
final class AtsRepository {
    static final String FIRST_ROOT = "1.root.json";
    static final String SECOND_ROOT = "2.root.json";
    static final TestKey OLD_ROOT_KEY = TestKey.ed25519();
    static final TestKey KEPT_ROOT_KEY = TestKey.ed25519();
    static final TestKey NEW_ROOT_KEY = TestKey.ed25519();
    static final TestKey TARGETS_KEY = TestKey.ed25519();
    static final TestKey SNAPSHOT_KEY = TestKey.ed25519();
    static final TestKey TIMESTAMP_KEY = TestKey.rsa(2048);

    private static final String EXPIRES = "2027-01-31T12:00:00Z";

    private final long version;
    private final Map<String, List<TestKey>> signers = new HashMap<>();
    private final Map<String, List<Consumer<Map<String, Object>>>> signed = new HashMap<>();
    private final Map<String, Consumer<Map<String, Object>>> envelopes = new HashMap<>();
    private final Map<String, Function<Map<String, Object>, byte[]>> written = new HashMap<>();
    private final Map<String, UnaryOperator<byte[]>> served = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    /** Targets, snapshot and timestamp have this version. */
    AtsRepository(long version) {
        this.version = version;
        signers.put(FIRST_ROOT, List.of(OLD_ROOT_KEY, KEPT_ROOT_KEY));
        signers.put(SECOND_ROOT, List.of(NEW_ROOT_KEY, KEPT_ROOT_KEY, OLD_ROOT_KEY));
        signers.put("targets.json", List.of(TARGETS_KEY));
        signers.put("snapshot.json", List.of(SNAPSHOT_KEY));
        signers.put("timestamp.json", List.of(TIMESTAMP_KEY));
    }

    AtsRepository signedBy(String file, TestKey... keys) {
        signers.put(file, List.of(keys));
        return this;
    }

    /** Changes what is signed. */
    AtsRepository change(String file, Consumer<Map<String, Object>> change) {
        signed.computeIfAbsent(file, _ -> new ArrayList<>()).add(change);
        return this;
    }

    AtsRepository put(String file, String member, Object value) {
        return change(file, all -> all.put(member, value));
    }

    /** Changes the signatures, or what stands beside them. */
    AtsRepository changeEnvelope(String file, Consumer<Map<String, Object>> change) {
        envelopes.put(file, change);
        return this;
    }

    /** Changes how a file is written, before its parent counts it. */
    AtsRepository write(String file, Function<Map<String, Object>, byte[]> writer) {
        written.put(file, writer);
        return this;
    }

    /** Changes the bytes behind the back of the parent. */
    AtsRepository serve(String file, UnaryOperator<String> change) {
        served.put(
                file,
                bytes -> change.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    AtsRepository without(String file) {
        missing.add(file);
        return this;
    }

    /** Signs, and serves from then on. */
    Function<String, Optional<byte[]>> files() {
        var files = new HashMap<String, byte[]>();
        files.put(FIRST_ROOT, file(FIRST_ROOT, root(1, List.of(OLD_ROOT_KEY, KEPT_ROOT_KEY))));
        files.put(SECOND_ROOT, file(SECOND_ROOT, root(2, List.of(NEW_ROOT_KEY, KEPT_ROOT_KEY))));
        var targets = file("targets.json", targets());
        var snapshot = file("snapshot.json", parent("Snapshot", "targets.json", targets));
        var timestamp = file("timestamp.json", parent("Timestamp", "snapshot.json", snapshot));
        files.put("targets.json", targets);
        files.put("snapshot.json", snapshot);
        files.put("timestamp.json", timestamp);
        served.forEach((file, change) -> files.computeIfPresent(file, (_, bytes) -> change.apply(bytes)));
        missing.forEach(files::remove);
        return name -> Optional.ofNullable(files.get(name));
    }

    byte[] firstRoot() {
        return files().apply(FIRST_ROOT).orElseThrow();
    }

    private byte[] file(String name, Map<String, Object> content) {
        signed.getOrDefault(name, List.of()).forEach(change -> change.accept(content));
        var signatures = new ArrayList<Object>();
        for (var key : signers.get(name)) {
            signatures.add(key.sign(TestJson.compact(content)));
        }
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("signed", content);
        envelope.put("signatures", signatures);
        envelopes.getOrDefault(name, _ -> {}).accept(envelope);
        return written.getOrDefault(name, TestJson::compact).apply(envelope);
    }

    private static Map<String, Object> root(long number, List<TestKey> rootKeys) {
        var keys = new LinkedHashMap<String, Object>();
        for (var key : rootKeys) {
            keys.put(key.id(), key.publicKey());
        }
        for (var key : List.of(TARGETS_KEY, SNAPSHOT_KEY, TIMESTAMP_KEY)) {
            keys.put(key.id(), key.publicKey());
        }
        var roles = new LinkedHashMap<String, Object>();
        roles.put("root", role(2, rootKeys));
        roles.put("targets", role(1, List.of(TARGETS_KEY)));
        roles.put("snapshot", role(1, List.of(SNAPSHOT_KEY)));
        roles.put("timestamp", role(1, List.of(TIMESTAMP_KEY)));
        var root = common("Root", number);
        root.put("consistent_snapshot", false);
        root.put("keys", keys);
        root.put("roles", roles);
        return root;
    }

    static Map<String, Object> role(long threshold, List<TestKey> keys) {
        var role = new LinkedHashMap<String, Object>();
        role.put("threshold", threshold);
        role.put("keyids", keys.stream().map(TestKey::id).toList());
        return role;
    }

    private Map<String, Object> targets() {
        var all = new LinkedHashMap<String, Object>();
        all.put("intel-corei7-64-lmp-41", target("41"));
        all.put("intel-corei7-64-lmp-42", target("42"));
        var targets = common("Targets", version);
        targets.put("targets", all);
        return targets;
    }

    private static Map<String, Object> target(String build) {
        var app = new LinkedHashMap<String, Object>();
        app.put("uri", "hub.example.org/acme/shellhttpd@sha256:" + "0c".repeat(32));
        var custom = new LinkedHashMap<String, Object>();
        custom.put("version", build);
        custom.put("hardwareIds", List.of("intel-corei7-64"));
        custom.put("tags", List.of("main"));
        custom.put("targetFormat", "OSTREE");
        custom.put("createdAt", "2026-11-01T08:00:00Z");
        custom.put("docker_compose_apps", new LinkedHashMap<>(Map.of("shellhttpd", app)));
        var target = new LinkedHashMap<String, Object>();
        target.put("length", 0);
        target.put("hashes", new LinkedHashMap<>(Map.of("sha256", "a1".repeat(32))));
        target.put("custom", custom);
        return target;
    }

    private Map<String, Object> parent(String type, String child, byte[] bytes) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("version", version);
        entry.put("length", bytes.length);
        entry.put("hashes", new LinkedHashMap<>(Map.of("sha256", Digests.sha256(bytes))));
        var parent = common(type, version);
        parent.put("meta", new LinkedHashMap<>(Map.of(child, entry)));
        return parent;
    }

    private static Map<String, Object> common(String type, long version) {
        var signed = new LinkedHashMap<String, Object>();
        signed.put("_type", type);
        signed.put("version", version);
        signed.put("expires", EXPIRES);
        return signed;
    }

    /** The object at the end of this path. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> at(Map<String, Object> from, String... path) {
        var there = from;
        for (var name : path) {
            there = (Map<String, Object>) there.get(name);
        }
        return there;
    }
}
