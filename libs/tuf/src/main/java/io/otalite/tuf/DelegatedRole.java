package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.DelegatedPaths.HashPrefixes;
import io.otalite.tuf.DelegatedPaths.Patterns;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A role that may sign for some Targets (TUF 4.5).
 *
 * @param keys who speaks for it
 * @param terminating whether nobody after it is asked for a Target that it may have
 * @param paths the Targets it may have
 */
public record DelegatedRole(DelegationName name, RoleKeys keys, boolean terminating, DelegatedPaths paths) {

    private static final Set<String> MEMBERS =
            Set.of("name", "keyids", "threshold", "terminating", "paths", "path_hash_prefixes");

    static DelegatedRole parse(Members role, Dialect dialect) {
        String name = role.text("name");
        role.requireAll("terminating");
        return new DelegatedRole(
                role.at("name", () -> new DelegationName(name)),
                RoleKeys.parse(role, MEMBERS, dialect),
                role.optionalBoolean("terminating"),
                parsePaths(role));
    }

    private static DelegatedPaths parsePaths(Members role) {
        boolean patterns = role.has("paths");
        if (patterns == role.has("path_hash_prefixes")) {
            throw role.refused("paths", "exactly one of paths and path_hash_prefixes must be there");
        }
        if (patterns) {
            return new Patterns(
                    role.texts("paths").stream().map(PathPattern::new).toList());
        }
        List<String> prefixes = role.texts("path_hash_prefixes");
        return role.at("path_hash_prefixes", () -> new HashPrefixes(prefixes));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name.value()).put("terminating", terminating);
        switch (paths) {
            case Patterns(var patterns) ->
                json.set("paths", strings(patterns.stream().map(PathPattern::value)));
            case HashPrefixes(var prefixes) -> json.set("path_hash_prefixes", strings(prefixes.stream()));
        }
        keys.addTo(json);
        return json;
    }

    private static ArrayNode strings(Stream<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
