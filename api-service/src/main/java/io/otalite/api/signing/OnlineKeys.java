package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes, protects and unlocks the keys that this service signs with. Thread-safe. */
public final class OnlineKeys {
    private final KeyEncryption encryption;
    private final SecureRandom random;

    public OnlineKeys(KeyEncryption encryption, SecureRandom random) {
        this.encryption = encryption;
        this.random = random;
    }

    /** One new key for each role: no key serves two roles (TUF 1.0.34, 2.1: separation of duties). */
    public RoleSigners generate() {
        Map<RoleName, List<MetadataSigner>> keys = new EnumMap<>(RoleName.class);
        for (var role : RoleName.values()) {
            keys.put(role, List.of(Ed25519Key.generate(random)));
        }
        return new RoleSigners(keys);
    }

    /** The stored form of newly generated keys. */
    public List<ProtectedKey> protect(FactoryName factory, RoleSigners keys) {
        return keys.signers().entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(key -> protect(factory, entry.getKey(), (Ed25519Key) key)))
                .toList();
    }

    /** @throws KeyUnreadableException when one of them was not protected with this key-encryption key for this factory */
    public RoleSigners unlock(FactoryName factory, List<ProtectedKey> keys) {
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        for (var key : keys) {
            var seed = encryption.decrypt(key.encryptedPrivate().toArray(), binding(factory, key.role(), key.keyId()));
            signers.merge(key.role(), List.of(Ed25519Key.fromSeed(seed)), OnlineKeys::concatenated);
        }
        return new RoleSigners(signers);
    }

    private ProtectedKey protect(FactoryName factory, RoleName role, Ed25519Key key) {
        var keyId = key.publicKey().keyId();
        var encrypted = encryption.encrypt(key.seed(), binding(factory, role, keyId));
        return new ProtectedKey(role, keyId, Bytes.copyOf(encrypted));
    }

    private static byte[] binding(FactoryName factory, RoleName role, KeyId keyId) {
        return "%s/%s/%s".formatted(factory.value(), role.json(), keyId.hex()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<MetadataSigner> concatenated(List<MetadataSigner> left, List<MetadataSigner> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }
}
