package io.otalite.api.publication;

import io.otalite.api.signing.OnlineKeys;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
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
                name, MetadataVersion.FIRST, Collections.emptySortedMap(), now, caller, "Created the factory");
        var release = releases.first(firstRoot(signers, now), step, signers);
        var factory = new Factory(name, publicMetadata, release.record().version(), now);
        if (!store.create(factory, keys.protect(name, signers), release)) {
            return Optional.empty();
        }
        afterCommit.run();
        return Optional.of(factory);
    }

    private Bytes firstRoot(RoleSigners signers, Instant now) {
        var root = Root.of(MetadataVersion.FIRST, lifetimes.expiry(RoleName.ROOT, now), signers);
        return MetadataWriter.sign(root.toJson(), signers.of(RoleName.ROOT));
    }
}
