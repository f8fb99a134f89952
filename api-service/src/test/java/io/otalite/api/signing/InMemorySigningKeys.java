package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keys that are gone with the process. */
public final class InMemorySigningKeys implements SigningKeys {
    private final SecureRandom random = new SecureRandom();
    private final List<Held> keys = new CopyOnWriteArrayList<>();

    @Override
    public RoleSigners generate(FactoryName factory, List<NewKey> wanted) {
        var made = wanted.stream()
                .map(key -> new Held(
                        factory,
                        key.role(),
                        PrivateKey.generate(key.scheme(), random).signer()))
                .toList();
        keys.addAll(made);
        return signers(made);
    }

    @Override
    public RoleSigners held(FactoryName factory) {
        return signers(keys.stream().filter(key -> key.factory.equals(factory)).toList());
    }

    @Override
    public void discard(FactoryName factory, Set<KeyId> keyIds) {
        keys.removeIf(key -> key.factory.equals(factory)
                && keyIds.contains(key.signer.publicKey().keyId()));
    }

    private static RoleSigners signers(List<Held> held) {
        Map<RoleName, List<MetadataSigner>> signers = new EnumMap<>(RoleName.class);
        held.forEach(
                key -> signers.computeIfAbsent(key.role, _ -> new ArrayList<>()).add(key.signer));
        return new RoleSigners(signers);
    }

    private record Held(FactoryName factory, RoleName role, MetadataSigner signer) {}
}
