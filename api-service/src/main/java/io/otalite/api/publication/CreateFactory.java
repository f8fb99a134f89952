package io.otalite.api.publication;

import io.otalite.api.signing.OnlineKeys;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleKeys;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a factory: its keys, its first root, and version 1 with no Targets, so that a device finds a whole repository. */
public final class CreateFactory {
    private final PublicationStore store;
    private final OnlineKeys keys;
    private final Releases releases;
    private final Lifetimes lifetimes;
    private final Clock clock;
    private final Runnable afterCommit;

    public CreateFactory(
            PublicationStore store,
            OnlineKeys keys,
            Releases releases,
            Lifetimes lifetimes,
            Clock clock,
            Runnable afterCommit) {
        this.store = store;
        this.keys = keys;
        this.releases = releases;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.afterCommit = afterCommit;
    }

    /** @return the new factory; empty when the name is taken */
    public Optional<Factory> create(FactoryName name, boolean publicMetadata, String caller) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var signers = keys.generate();
        var step = new Releases.Step(
                name, new MetadataVersion(1), Collections.emptySortedMap(), now, caller, "Created the factory");
        var release = releases.first(firstRoot(signers, now), step, signers);
        var factory = new Factory(name, publicMetadata, release.record().version(), now);
        if (!store.create(factory, keys.protect(name, signers), release)) {
            return Optional.empty();
        }
        afterCommit.run();
        return Optional.of(factory);
    }

    private Bytes firstRoot(RoleSigners signers, Instant now) {
        Map<KeyId, PublicKey> publicKeys = new LinkedHashMap<>();
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        signers.signers().forEach((role, roleSigners) -> {
            List<KeyId> ids =
                    roleSigners.stream().map(signer -> signer.publicKey().keyId()).toList();
            roleSigners.forEach(signer -> publicKeys.put(signer.publicKey().keyId(), signer.publicKey()));
            roles.put(role, new RoleKeys(ids, 1));
        });
        var root = new Root(new MetadataVersion(1), now.plus(lifetimes.root()), true, publicKeys, roles);
        return MetadataWriter.sign(root.toJson(), signers.of(RoleName.ROOT));
    }
}
