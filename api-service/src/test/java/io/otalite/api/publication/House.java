package io.otalite.api.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.api.signing.KeyEncryption;
import io.otalite.api.signing.OnlineKeys;
import io.otalite.api.targets.TargetsEdit;
import io.otalite.api.targets.TargetsRequest;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Targets;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.WalkResult;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;

/** The use cases of publishing over a store, with a clock that stands still and keys that are not encrypted. */
final class House {
    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final PublicationStore store;
    private final OnlineKeys keys = new OnlineKeys(new Plain(), new SecureRandom());
    private final Lifetimes lifetimes =
            new Lifetimes(Duration.ofDays(4), Duration.ofDays(3), Duration.ofDays(2), Duration.ofDays(1));
    private final Releases releases = new Releases(lifetimes);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    House(PublicationStore store) {
        this.store = store;
    }

    static TargetsEdit add(String name) {
        return TargetsRequest.add("""
                {"targets":{"%s":{"length":0,"hashes":{"sha256":"%s"},"custom":{"version":"1","hardwareIds":["b"]}}}}""".formatted(name, "a".repeat(64)).getBytes(UTF_8));
    }

    Optional<Factory> create(FactoryName name) {
        return new CreateFactory(store, keys, releases, lifetimes, clock, () -> {}).create(name, false, "tester");
    }

    PublishTargets.Outcome publish(FactoryName name, TargetsEdit edit) {
        return publish(name, edit, new Precondition.None(), 5_000_000);
    }

    PublishTargets.Outcome publish(FactoryName name, TargetsEdit edit, Precondition precondition, int maxBytes) {
        return new PublishTargets(store, keys, releases, clock, () -> {}, maxBytes)
                .publish(name, edit, precondition, "tester");
    }

    /** What would be released next, without an edit. */
    Release releaseAfter(PublicationStore.Locked locked) {
        var factory = locked.factory();
        var step = new Releases.Step(
                factory.name(), factory.head().next(), Collections.emptySortedMap(), NOW, "tester", "Nothing");
        return releases.next(locked.current(), step, keys.unlock(factory.name(), locked.keys()));
    }

    /** Walks the published repository from its first root, as a device does at its first start. */
    Targets walkAsAFreshDevice(FactoryName factory) {
        var root = file(factory, "1.root.json").orElseThrow();
        var result = ClientWalk.walk(TrustedState.ofRoot(root), name -> file(factory, name), NOW);
        return ((WalkResult.Accepted) result).targets();
    }

    private Optional<Bytes> file(FactoryName factory, String name) {
        if (name.equals("timestamp.json")) {
            return store.newest(factory, Dialect.TUF, DocumentIdentity.FULL_SET, RoleName.TIMESTAMP);
        }
        var parts = name.split("\\.", -1);
        return store.document(new DocumentIdentity(
                factory,
                Dialect.TUF,
                DocumentIdentity.FULL_SET,
                RoleName.fromJson(parts[1]),
                new MetadataVersion(Long.parseLong(parts[0]))));
    }

    private static final class Plain implements KeyEncryption {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
            return plaintext;
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
            return ciphertext;
        }
    }
}
