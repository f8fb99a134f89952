package io.otalite.system.judge.ats;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A root and whom it authorises. */
record Root(Document document, Map<Role, Authority> authorities) {
    private static final Set<String> MEMBERS =
            Set.of("_type", "consistent_snapshot", "expires", "keys", "roles", "version");
    private static final Set<String> OPTIONAL = Set.of("x-changelog", "x-key-owners");
    private static final long MAX_THRESHOLD = 1000;

    /** A root that is signed by its own threshold of keys. */
    static Root read(String file, byte[] bytes, Rules rules) {
        var document = Document.read(file, Role.ROOT, bytes, rules);
        document.checkCommon(rules);
        checkMembers(document, rules);
        var root = new Root(document, authorities(document, keys(document, rules), rules));
        document.requireSignedBy(root.authority(Role.ROOT), Rule.THRESHOLD, rules);
        return root;
    }

    private static void checkMembers(Document document, Rules rules) {
        var names = document.signed().all().keySet();
        rules.require(
                names.containsAll(MEMBERS)
                        && Stream.concat(MEMBERS.stream(), OPTIONAL.stream())
                                .collect(Collectors.toSet())
                                .containsAll(names),
                Rule.ROOT_MEMBERS,
                "%s has the members %s",
                document.file(),
                names);
        rules.require(
                new Json.Truth(false).equals(document.signed().all().get("consistent_snapshot")),
                Rule.CONSISTENT_SNAPSHOT,
                "%s has consistent snapshots",
                document.file());
    }

    private static Map<String, Key> keys(Document document, Rules rules) {
        var keys = new HashMap<String, Key>();
        document.signed()
                .find("keys", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.KEY, "the keys of %s are not an object", document.file()))
                .all()
                .forEach((id, value) -> keys.put(id, Key.read(id, value, rules)));
        return keys;
    }

    private static Map<Role, Authority> authorities(Document document, Map<String, Key> keys, Rules rules) {
        var roles = document.signed()
                .find("roles", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.ROLES, "%s has no roles", document.file()));
        var expected = Stream.of(Role.values()).map(Role::member).collect(Collectors.toSet());
        rules.require(
                roles.all().keySet().equals(expected),
                Rule.ROLES,
                "%s has the roles %s",
                document.file(),
                roles.all().keySet());
        var authorities = new EnumMap<Role, Authority>(Role.class);
        for (var role : Role.values()) {
            authorities.put(role, authority(document, role, roles, keys));
        }
        return authorities;
    }

    private static Authority authority(Document document, Role role, Json.Members roles, Map<String, Key> keys) {
        var name = "%s, version %d".formatted(role.member(), document.version());
        var members = roles.find(role.member(), Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.ROLES, "the role %s is not an object", name));
        var ids = members.find("keyids", Json.Elements.class)
                .flatMap(Json.Elements::texts)
                .orElseThrow(() -> Rules.refusal(Rule.ROLES, "the role %s has no key ids", name));
        var threshold = members.integer("threshold").orElse(0L);
        if (threshold < 1 || threshold > MAX_THRESHOLD || threshold > ids.size()) {
            throw Rules.refusal(Rule.ROLES, "the role %s has threshold %d of %d keys", name, threshold, ids.size());
        }
        if (new HashSet<>(ids).size() != ids.size() || !keys.keySet().containsAll(ids)) {
            throw Rules.refusal(Rule.ROLES, "the role %s has a key twice or one that is not there: %s", name, ids);
        }
        return new Authority(name, ids.stream().collect(Collectors.toMap(id -> id, keys::get)), threshold);
    }

    /** Root N+1, if this is N: the next version, signed by the keys of both. */
    Root followedBy(byte[] bytes, Rules rules) {
        var version = document.version() + 1;
        var next = read(version + "." + Role.ROOT.file(), bytes, rules);
        rules.require(
                next.document().version() == version,
                Rule.ROOT_CHAIN,
                "%s has the version %d",
                next.document().file(),
                next.document().version());
        next.document().requireSignedBy(authority(Role.ROOT), Rule.ROOT_CHAIN, rules);
        return next;
    }

    Authority authority(Role role) {
        return authorities.get(role);
    }
}
