package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The root role (TUF 4.3): which keys exist and which of them speak for each role. Everything else is trusted because a
 * root says so. Keys of unsupported types and roles beyond the four are tolerated in a received root; {@link #toJson}
 * writes what this record holds, so a foreign root is passed on as bytes and never re-written.
 */
public record Root(
        MetadataVersion version,
        Instant expires,
        boolean consistentSnapshot,
        Map<KeyId, PublicKey> keys,
        Map<RoleName, RoleKeys> roles) {

    public Root {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        roles = Collections.unmodifiableMap(new EnumMap<>(roles));
        for (RoleName role : RoleName.values()) {
            RoleKeys roleKeys = roles.get(role);
            if (roleKeys == null) {
                throw new InvalidValueException("a root", "complete", "no role " + role.json());
            }
            for (KeyId keyId : roleKeys.keyIds()) {
                if (!keys.containsKey(keyId)) {
                    throw new InvalidValueException(
                            "a root", "complete", "keyid " + keyId + " of role " + role.json() + " without its key");
                }
            }
        }
    }

    /** A root in which all keys of a role's signers must sign for it; with consistent snapshots. */
    public static Root of(MetadataVersion version, Instant expires, RoleSigners signers) {
        Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            List<PublicKey> roleKeys =
                    signers.of(role).stream().map(MetadataSigner::publicKey).toList();
            roleKeys.forEach(key -> keys.put(key.keyId(), key));
            roles.put(role, new RoleKeys(roleKeys.stream().map(PublicKey::keyId).toList(), roleKeys.size()));
        }
        return new Root(version, expires, true, keys, roles);
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Root parse(SignedMetadata metadata) {
        Members signed = metadata.members();
        Header header = Header.parse(signed, RoleName.ROOT);
        boolean consistent = signed.optionalBoolean("consistent_snapshot");
        Map<KeyId, PublicKey> keys = parseKeys(signed.object("keys"));
        Map<RoleName, RoleKeys> roles = parseRoles(signed.object("roles"));
        return signed.whole(whole -> new Root(header.version(), header.expires(), consistent, keys, roles));
    }

    private static Map<KeyId, PublicKey> parseKeys(Members keys) {
        Map<KeyId, PublicKey> parsed = new LinkedHashMap<>();
        keys.entries()
                .forEach(entry -> parsed.put(
                        keys.at(entry.getKey(), () -> new KeyId(entry.getKey())),
                        PublicKey.parse(keys.object(entry.getKey()))));
        return parsed;
    }

    private static Map<RoleName, RoleKeys> parseRoles(Members roles) {
        Map<RoleName, RoleKeys> parsed = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            parsed.put(role, parseRoleKeys(roles, role));
        }
        return parsed;
    }

    private static RoleKeys parseRoleKeys(Members roles, RoleName role) {
        Members json = roles.object(role.json());
        List<String> keyIds = json.texts("keyids");
        int threshold = Math.clamp(json.integer("threshold"), 0, Integer.MAX_VALUE);
        return roles.at(
                role.json(), () -> new RoleKeys(keyIds.stream().map(KeyId::new).toList(), threshold));
    }

    /** The keys and threshold of a role; every root has all four. */
    public RoleKeys role(RoleName role) {
        RoleKeys keysOfRole = roles.get(role);
        if (keysOfRole == null) {
            throw new IllegalStateException("A root is never made without " + role);
        }
        return keysOfRole;
    }

    /** The signed object. */
    public ObjectNode toJson() {
        ObjectNode json = new Header(version, expires).toJson(RoleName.ROOT);
        json.put("consistent_snapshot", consistentSnapshot);
        ObjectNode keysJson = json.putObject("keys");
        keys.forEach((keyId, key) -> keysJson.set(keyId.hex(), key.toJson()));
        ObjectNode rolesJson = json.putObject("roles");
        roles.forEach((role, roleKeys) -> {
            ObjectNode roleJson = rolesJson.putObject(role.json());
            var keyIds = roleJson.putArray("keyids");
            roleKeys.keyIds().forEach(keyId -> keyIds.add(keyId.hex()));
            roleJson.put("threshold", roleKeys.threshold());
        });
        return json;
    }
}
