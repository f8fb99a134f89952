package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * To whom targets metadata leaves the Targets it does not list itself (TUF 4.5).
 *
 * @param roles in the order in which they are asked; no name stands there twice
 */
public record Delegations(Map<KeyId, PublicKey> keys, List<DelegatedRole> roles, UnknownMembers unrecognised) {

    private static final Set<String> MEMBERS = Set.of("keys", "roles");

    public Delegations {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        roles = List.copyOf(roles);
        List<DelegationName> names = roles.stream().map(DelegatedRole::name).toList();
        if (Set.copyOf(names).size() != names.size()) {
            throw new InvalidValueException("delegated roles", "different from each other", names.toString());
        }
    }

    public Delegations(Map<KeyId, PublicKey> keys, List<DelegatedRole> roles) {
        this(keys, roles, UnknownMembers.NONE);
    }

    static Delegations parse(Members json, Dialect dialect) {
        Map<KeyId, PublicKey> keys = PublicKey.parseAll(json.object("keys"), dialect);
        List<DelegatedRole> roles = json.objects("roles").stream()
                .map(role -> DelegatedRole.parse(role, dialect))
                .toList();
        UnknownMembers unrecognised = UnknownMembers.of(json, MEMBERS);
        return json.whole(_ -> new Delegations(keys, roles, unrecognised));
    }

    /** The roles that may have a Target, in order, up to the first that forbids to ask any other (TUF 5.6.7.2.1). */
    List<DelegatedRole> rolesFor(TargetName name) {
        List<DelegatedRole> matching =
                roles.stream().filter(role -> role.paths().cover(name)).toList();
        for (int i = 0; i < matching.size(); i++) {
            if (matching.get(i).terminating()) {
                return matching.subList(0, i + 1);
            }
        }
        return matching;
    }

    ObjectNode toJson(Dialect dialect) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("keys", PublicKey.toJson(keys, dialect));
        var listed = json.putArray("roles");
        roles.forEach(role -> listed.add(role.toJson()));
        unrecognised.addTo(json);
        return json;
    }
}
