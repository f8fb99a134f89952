package io.otalite.api.roots;

import io.otalite.api.publication.ChangeFactory;
import io.otalite.api.publication.CurrentTargets;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Releases;
import io.otalite.api.publication.SetId;
import io.otalite.api.signing.SigningKeys;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes the keys of a factory. What this service holds keys for is signed at once; a root that needs no other signature
 * is published with that. Everything else waits for its signers.
 */
public final class RootUpdates {
    private final PublicationStore store;
    private final ChangeFactory factories;
    private final SigningKeys keys;
    private final RootStep.Parts parts;

    public RootUpdates(
            PublicationStore store,
            ChangeFactory factories,
            SigningKeys keys,
            Releases releases,
            CurrentTargets currentTargets,
            Lifetimes lifetimes,
            Clock clock) {
        this.store = store;
        this.factories = factories;
        this.keys = keys;
        this.parts = new RootStep.Parts(releases, currentTargets, lifetimes, clock);
    }

    /** What became of a request. */
    public sealed interface Outcome {
        /** Signatures are awaited. */
        record Awaiting(Ceremony ceremony) implements Outcome {}

        /** The new root is published in every dialect, with everything else signed anew. */
        record Published(MetadataVersion root, MetadataVersion version) implements Outcome {}

        /** Nothing was published, and nothing is awaited any more. */
        record Cancelled() implements Outcome {}

        /** An update is under way; it has to be finished or cancelled first. */
        record UnderWay() implements Outcome {}

        /** No root key made this signature over the payload. */
        record SignatureRefused(Bytes payload) implements Outcome {}

        /** No update is under way, or not in this dialect. */
        record NoUpdate() implements Outcome {}

        record NoSuchFactory() implements Outcome {}
    }

    /**
     * Prepares a new root.
     *
     * @throws io.otalite.tuf.InvalidValueException when the change does not fit the present root; nothing was written
     */
    public Outcome begin(FactoryName factory, RootChange change, String caller) {
        if (store.find(factory).isEmpty()) {
            return new Outcome.NoSuchFactory();
        }
        if (store.rootUpdate(factory).isPresent()) {
            return new Outcome.UnderWay();
        }
        var made = keys.generate(factory, change.newKeys());
        var listed = false;
        try {
            var outcome =
                    apply(factory, (locked, held) -> new RootStep(locked, held, parts).begin(change, made, caller));
            listed = outcome instanceof Outcome.Awaiting || outcome instanceof Outcome.Published;
            return outcome;
        } finally {
            if (!listed) {
                keys.discard(factory, keyIds(made));
            }
        }
    }

    /** The update under way; empty when there is none, or no such factory. */
    public Optional<Ceremony> ceremony(FactoryName factory) {
        return store.rootUpdate(factory)
                .map(update -> Ceremony.of(
                        update,
                        dialect -> store.served(factory, SetId.full(dialect), RoleName.ROOT)
                                .orElseThrow()));
    }

    /**
     * Takes a signature, and publishes the root when it was the last that was needed.
     *
     * @param encodings what the signature may be, where its text can be read in more than one way
     */
    public Outcome sign(FactoryName factory, Dialect dialect, List<Bytes> encodings, String caller) {
        return apply(factory, (locked, held) -> new RootStep(locked, held, parts).sign(dialect, encodings, caller));
    }

    /** Gives the update up; its new keys are forgotten. */
    public Outcome cancel(FactoryName factory, String caller) {
        return apply(factory, (locked, held) -> new RootStep(locked, held, parts).cancel(caller));
    }

    /** Keys that a root lists no longer, or never will, are forgotten once that is durable. */
    private Outcome apply(FactoryName factory, ChangeFactory.Change<RootStep.Done> change) {
        var done = factories.change(factory, change);
        done.filter(step -> !step.unlisted().isEmpty()).ifPresent(step -> keys.discard(factory, step.unlisted()));
        return done.map(RootStep.Done::outcome).orElseGet(Outcome.NoSuchFactory::new);
    }

    private static Set<KeyId> keyIds(RoleSigners signers) {
        return signers.signers().values().stream()
                .flatMap(List::stream)
                .map(signer -> signer.publicKey().keyId())
                .collect(Collectors.toSet());
    }
}
