package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The root role (TUF 4.3): which keys exist and which of them speak for each role. Everything else is trusted because a
 * root says so. Keys of unsupported types and roles beyond the four are kept in a received root and used for nothing.
 *
 * <p>Keys are named as their dialect names them, so a factory that serves two dialects has a root for each.
 */
public record Root(
        MetadataVersion version,
        Instant expires,
        boolean consistentSnapshot,
        Map<KeyId, PublicKey> keys,
        Map<RoleName, RoleKeys> roles,
        UnknownMembers unrecognised)
        implements RoleMetadata {

    private static final Set<String> ROLES =
            Arrays.stream(RoleName.values()).map(RoleName::json).collect(Collectors.toUnmodifiableSet());

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

    public Root(
            MetadataVersion version,
            Instant expires,
            boolean consistentSnapshot,
            Map<KeyId, PublicKey> keys,
            Map<RoleName, RoleKeys> roles) {
        this(version, expires, consistentSnapshot, keys, roles, UnknownMembers.NONE);
    }

    /** {@link #of(Dialect, MetadataVersion, Instant, RoleSigners)} in the dialect of the specification. */
    public static Root of(MetadataVersion version, Instant expires, RoleSigners signers) {
        return of(Dialect.TUF, version, expires, signers);
    }

    /** A root in which all keys of a role's signers must sign for it. */
    public static Root of(Dialect dialect, MetadataVersion version, Instant expires, RoleSigners signers) {
        Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            List<PublicKey> roleKeys =
                    signers.of(role).stream().map(MetadataSigner::publicKey).toList();
            roleKeys.forEach(key -> keys.put(dialect.keyId(key), key));
            roles.put(role, new RoleKeys(roleKeys.stream().map(dialect::keyId).toList(), roleKeys.size()));
        }
        return new Root(version, expires, dialect.consistentSnapshots(), keys, roles);
    }

    /** Reads the signed object; {@link MalformedMetadataException} points into the file. */
    public static Root parse(SignedMetadata metadata) {
        Members signed = metadata.members();
        Header header = Header.parse(metadata, RoleName.ROOT);
        boolean consistent = signed.optionalBoolean("consistent_snapshot");
        Map<KeyId, PublicKey> keys = PublicKey.parseAll(signed.object("keys"), metadata.dialect());
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            Members json = signed.object("roles").object(role.json());
            roles.put(role, RoleKeys.parse(json, RoleKeys.MEMBERS, metadata.dialect()));
        }
        UnknownMembers unrecognised = Header.unknown(metadata, "consistent_snapshot", "keys", "roles")
                .and("roles", UnknownMembers.of(signed.object("roles"), ROLES));
        return signed.whole(_ -> new Root(header.version(), header.expires(), consistent, keys, roles, unrecognised));
    }

    /** The keys and threshold of a role; every root has all four. */
    public RoleKeys role(RoleName role) {
        RoleKeys keysOfRole = roles.get(role);
        if (keysOfRole == null) {
            throw new IllegalStateException("A root is never made without " + role);
        }
        return keysOfRole;
    }

    /** The keys of a role, in its order. */
    public Map<KeyId, PublicKey> keysOf(RoleName role) {
        Map<KeyId, PublicKey> keysOfRole = new LinkedHashMap<>();
        for (KeyId keyId : role(role).keyIds()) {
            Optional.ofNullable(keys.get(keyId)).ifPresent(key -> keysOfRole.put(keyId, key));
        }
        return keysOfRole;
    }

    /** Who may sign a role's files. */
    Authority authority(RoleName role) {
        return new Authority("root version " + version, keys, role(role));
    }

    @Override
    public ObjectNode toJson(Dialect dialect) {
        ObjectNode json = Header.toJson(this, RoleName.ROOT, dialect);
        json.put("consistent_snapshot", consistentSnapshot);
        json.set("keys", PublicKey.toJson(keys, dialect));
        ObjectNode rolesJson = json.putObject("roles");
        roles.forEach((role, roleKeys) -> roleKeys.addTo(rolesJson.putObject(role.json())));
        unrecognised.addTo(json);
        return json;
    }
}
