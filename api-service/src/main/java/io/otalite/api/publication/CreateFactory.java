package io.otalite.api.publication;

import io.otalite.api.signing.KeyScheme;
import io.otalite.api.signing.NewKey;
import io.otalite.api.signing.SigningKeys;
import io.otalite.audit.AuditAction;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes a factory: its keys, its first root, and version 1 with no Targets, so that a device finds a whole repository. */
public final class CreateFactory {
    private final PublicationStore store;
    private final SigningKeys keys;
    private final Releases releases;
    private final Lifetimes lifetimes;
    private final Clock clock;
    private final Consumer<FactoryName> afterCommit;

    public CreateFactory(
            PublicationStore store,
            SigningKeys keys,
            Releases releases,
            Lifetimes lifetimes,
            Clock clock,
            Consumer<FactoryName> afterCommit) {
        this.store = store;
        this.keys = keys;
        this.releases = releases;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.afterCommit = afterCommit;
    }

    /** @return the new factory; empty when the name is taken */
    public Optional<Factory> create(FactoryName name, FactorySettings settings, String caller) {
        if (store.find(name).isPresent()) {
            return Optional.empty();
        }
        // No key serves two roles (TUF 2.1: separation of duties).
        var signers = keys.generate(
                name,
                Arrays.stream(RoleName.values())
                        .map(role -> new NewKey(role, KeyScheme.ED25519))
                        .toList());
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var nothing = new Factory(name, settings, nothing(now), now);
        var step = new Releases.Step(
                TargetSets.of(Collections.emptySortedMap()),
                firstRoots(settings.dialects(), signers, now),
                now,
                caller,
                "Created the factory");
        var release = releases.publish(
                nothing, Current.NOTHING, RepositoryVersions.all(MetadataVersion.FIRST), step, signers);
        var factory = nothing.with(release.heads());
        if (!store.create(factory, release, AuditFacts.created(AuditAction.FACTORY_CREATED, factory, release))) {
            keys.discard(name, keyIds(signers));
            return Optional.empty();
        }
        afterCommit.accept(name);
        return Optional.of(factory);
    }

    /** Before its first release a factory serves nothing; the release says what comes after. */
    private static Heads nothing(Instant now) {
        return new Heads(
                MetadataVersion.FIRST,
                RepositoryVersions.all(MetadataVersion.FIRST),
                new Expiries(now, now, now, now),
                now);
    }

    private Map<Dialect, Bytes> firstRoots(List<Dialect> dialects, RoleSigners signers, Instant now) {
        Map<Dialect, Bytes> roots = new HashMap<>();
        for (var dialect : dialects) {
            var root = Root.of(dialect, MetadataVersion.FIRST, lifetimes.expiry(RoleName.ROOT, now), signers);
            roots.put(dialect, MetadataWriter.sign(dialect, root, signers.of(RoleName.ROOT)));
        }
        return roots;
    }

    private static Set<KeyId> keyIds(RoleSigners signers) {
        return signers.signers().values().stream()
                .flatMap(List::stream)
                .map(signer -> signer.publicKey().keyId())
                .collect(Collectors.toSet());
    }
}
