package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository with delegated roles, each with a key of its name, that notes which of their files are asked for. */
final class DelegatingRepository {

    final TestRepository files;
    final List<String> asked = new ArrayList<>();
    private final Dialect dialect;
    private final Map<String, List<DelegatedRole>> delegations = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new LinkedHashMap<>();

    DelegatingRepository(Dialect dialect) {
        this.dialect = dialect;
        files = new TestRepository(dialect);
        names.put("targets", List.of());
    }

    /** Delegations such as {@code targets>A A>B!:*.py,*.sh}: {@code !} for terminating, patterns behind the colon. */
    DelegatingRepository delegate(String graph) {
        for (String edge : graph.split(" ", -1)) {
            String[] ends = edge.split(">", 2);
            String[] role = ends[1].split(":", 2);
            List<PathPattern> patterns = role.length == 1
                    ? List.of(new PathPattern("*"))
                    : List.of(role[1].split(",", -1)).stream()
                            .map(PathPattern::new)
                            .toList();
            delegate(ends[0], role[0].replace("!", ""), role[0].endsWith("!"), new DelegatedPaths.Patterns(patterns));
        }
        return this;
    }

    DelegatingRepository delegate(String delegator, String role, boolean terminating, DelegatedPaths paths) {
        var keys = new RoleKeys(List.of(dialect.keyId(key(role).publicKey())), 1);
        delegations
                .computeIfAbsent(delegator, _ -> new ArrayList<>())
                .add(new DelegatedRole(new DelegationName(role), keys, terminating, paths));
        names.putIfAbsent(role, List.of());
        return this;
    }

    DelegatingRepository list(String role, String... targetNames) {
        names.put(role, List.of(targetNames));
        return this;
    }

    /** Signs everything in version 1. */
    DelegatingRepository publish() {
        Map<String, FileMeta> meta = new TreeMap<>();
        for (String role : names.keySet()) {
            Bytes file = MetadataWriter.sign(dialect, content(role), signers(role));
            meta.put(role + ".json", FileMeta.of(version(1), file));
            files.put(fileName(role), file);
        }
        return list(meta);
    }

    DelegatingRepository list(Map<String, FileMeta> meta) {
        files.put(new Snapshot(version(1), LATER, new TreeMap<>(meta)));
        Bytes snapshot =
                files.apply(dialect.fileName(RoleName.SNAPSHOT, version(1))).orElseThrow();
        files.put(new Timestamp(version(1), LATER, FileMeta.of(version(1), snapshot)));
        return this;
    }

    Targets content(String role) {
        Map<KeyId, PublicKey> keys = new TreeMap<>();
        List<DelegatedRole> roles = delegations.getOrDefault(role, List.of());
        roles.forEach(to -> keys.put(
                dialect.keyId(key(to.name().value()).publicKey()),
                key(to.name().value()).publicKey()));
        return new Targets(
                version(1),
                LATER,
                targets(names.get(role).toArray(String[]::new)),
                roles.isEmpty() ? Optional.empty() : Optional.of(new Delegations(keys, roles)),
                UnknownMembers.NONE);
    }

    private List<? extends MetadataSigner> signers(String role) {
        return role.equals("targets") ? files.signers().of(RoleName.TARGETS) : List.of(key(role));
    }

    private String fileName(String role) {
        if (role.equals("targets")) {
            return dialect.fileName(RoleName.TARGETS, version(1));
        }
        String file = dialect.fileName(new DelegationName(role));
        return dialect.consistentSnapshots() ? "1." + file : file;
    }

    TargetSearch search() {
        return new TargetSearch(
                dialect,
                files.accepted(),
                name -> {
                    asked.add(name);
                    return files.apply(name);
                },
                NOW);
    }

    SearchResult find(String name) {
        return search().find(new TargetName(name));
    }
}
