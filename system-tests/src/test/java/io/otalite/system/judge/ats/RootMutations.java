package io.otalite.system.judge.ats;

import static io.otalite.system.judge.ats.AtsRepository.KEPT_ROOT_KEY;
import static io.otalite.system.judge.ats.AtsRepository.NEW_ROOT_KEY;
import static io.otalite.system.judge.ats.AtsRepository.SECOND_ROOT;
import static io.otalite.system.judge.ats.AtsRepository.TARGETS_KEY;
import static io.otalite.system.judge.ats.AtsRepository.TIMESTAMP_KEY;
import static io.otalite.system.judge.ats.AtsRepository.at;
import static io.otalite.system.judge.ats.AtsRepository.role;
import static io.otalite.system.judge.ats.Mutations.fresh;

import io.otalite.system.judge.ats.Mutations.Mutation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be wrong with the second root. */
final class RootMutations {
    private static final TestKey STRANGER = TestKey.ed25519();
    private static final TestKey SHORT = TestKey.rsa(1024);

    private RootMutations() {}

    static List<Mutation> all() {
        return Stream.of(roots(), rolesOfRoots(), thresholdsOfRoots(), rootKeys(), keyMaterial())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutation> roots() {
        return List.of(
                fresh("version skipped", Rule.ROOT_CHAIN, "version 3", all -> all.put(SECOND_ROOT, "version", 3)),
                fresh("the first root again", Rule.ROOT_CHAIN, "version 1", all -> all.put(SECOND_ROOT, "version", 1)),
                fresh(
                        "not signed by the old root",
                        Rule.ROOT_CHAIN,
                        "1 of 2",
                        all -> all.signedBy(SECOND_ROOT, NEW_ROOT_KEY, KEPT_ROOT_KEY)),
                fresh(
                        "a member that tools drop",
                        Rule.ROOT_MEMBERS,
                        "spec_version",
                        all -> all.put(SECOND_ROOT, "spec_version", "1.0.34")),
                fresh(
                        "consistent snapshots",
                        Rule.CONSISTENT_SNAPSHOT,
                        SECOND_ROOT,
                        all -> all.put(SECOND_ROOT, "consistent_snapshot", true)));
    }

    private static List<Mutation> rolesOfRoots() {
        return List.of(
                fresh("no timestamp role", Rule.ROLES, "roles", roles(roles -> roles.remove("timestamp"))),
                fresh(
                        "a fifth role",
                        Rule.ROLES,
                        "mirrors",
                        roles(roles -> roles.put("mirrors", role(1, List.of(TARGETS_KEY))))));
    }

    private static List<Mutation> thresholdsOfRoots() {
        return List.of(
                fresh(
                        "threshold zero",
                        Rule.ROLES,
                        "threshold 0",
                        roles(roles -> roles.put("targets", role(0, List.of(TARGETS_KEY))))),
                fresh(
                        "threshold out of reach",
                        Rule.ROLES,
                        "threshold 2 of 1",
                        roles(roles -> roles.put("targets", role(2, List.of(TARGETS_KEY))))),
                fresh(
                        "a key twice in a role",
                        Rule.ROLES,
                        "twice",
                        roles(roles -> roles.put("targets", role(1, List.of(TARGETS_KEY, TARGETS_KEY))))),
                fresh(
                        "a key that is not there",
                        Rule.ROLES,
                        "not there",
                        roles(roles -> roles.put("targets", role(1, List.of(STRANGER))))));
    }

    private static List<Mutation> rootKeys() {
        return List.of(
                fresh(
                        "an id of another kind",
                        Rule.KEY_ID,
                        "should be called",
                        keys(keys -> keys.put("ab".repeat(32), STRANGER.publicKey()))),
                fresh(
                        "type in small letters",
                        Rule.KEY_TYPE,
                        "ed25519",
                        keys(keys -> at(keys, TARGETS_KEY.id()).put("keytype", "ed25519"))),
                fresh(
                        "an unknown type",
                        Rule.KEY_TYPE,
                        "ECDSA",
                        keys(keys -> at(keys, TARGETS_KEY.id()).put("keytype", "ECDSA"))),
                fresh(
                        "a private half",
                        Rule.PRIVATE_KEY,
                        "private",
                        keys(keys -> at(keys, TARGETS_KEY.id(), "keyval").put("private", "00"))));
    }

    private static List<Mutation> keyMaterial() {
        return List.of(
                fresh(
                        "too few digits",
                        Rule.KEY,
                        "64 hex",
                        keys(keys -> at(keys, TARGETS_KEY.id(), "keyval").put("public", "00"))),
                fresh("RSA of 1024 bits", Rule.KEY, "1024 bits", keys(keys -> keys.put(SHORT.id(), SHORT.publicKey()))),
                fresh(
                        "no PEM",
                        Rule.KEY,
                        "PEM",
                        keys(keys -> at(keys, TIMESTAMP_KEY.id(), "keyval").put("public", "MIIB"))));
    }

    private static Consumer<AtsRepository> roles(Consumer<Map<String, Object>> change) {
        return all -> all.change(SECOND_ROOT, root -> change.accept(at(root, "roles")));
    }

    private static Consumer<AtsRepository> keys(Consumer<Map<String, Object>> change) {
        return all -> all.change(SECOND_ROOT, root -> change.accept(at(root, "keys")));
    }
}
