package io.otalite.api.roots;

import io.otalite.api.publication.CandidateRefusedException;
import io.otalite.api.publication.ChangeFactory;
import io.otalite.api.publication.CurrentTargets;
import io.otalite.api.publication.DocumentTooLargeException;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.Releases;
import io.otalite.api.publication.SetId;
import io.otalite.api.signing.KeysUnavailableException;
import io.otalite.api.signing.SigningKeys;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the keys of a factory. What this service holds keys for is signed at once; a root that needs no other signature
 * is published with that. Everything else waits for its signers.
 */
public final class RootUpdates {
    private static final Logger LOG = LoggerFactory.getLogger(RootUpdates.class);

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
        Outcome outcome;
        try {
            outcome = apply(factory, (locked, held) -> new RootStep(locked, held, parts).begin(change, made, caller));
        } catch (InvalidValueException
                | MissingKeysException
                | DocumentTooLargeException
                | CandidateRefusedException refused) {
            discard(factory, keyIds(made));
            throw refused;
        }
        // After any other failure a root may list them: whether it became durable is not known.
        if (outcome instanceof Outcome.UnderWay || outcome instanceof Outcome.NoSuchFactory) {
            discard(factory, keyIds(made));
        }
        return outcome;
    }

    /** The newest root; empty when there is no such factory. */
    public Optional<Root> present(FactoryName factory) {
        return store.find(factory)
                .map(found -> found.dialects().getFirst())
                .flatMap(dialect -> store.served(factory, SetId.full(dialect), RoleName.ROOT)
                        .map(file -> Root.parse(SignedMetadata.parse(dialect, file))));
    }

    /**
     * Publishes the root as it is, with a later expiry.
     *
     * @param needed whether it is still to be done, asked when it is this caller's turn
     * @return whether it was done; it is not while another root awaits signatures
     */
    public boolean renew(FactoryName factory, String reason, String caller, Predicate<Factory> needed) {
        var none = new RoleSigners(Map.of());
        var outcome = apply(
                factory,
                (locked, held) -> needed.test(locked.factory())
                        ? new RootStep(locked, held, parts).begin(RootChange.renewal(reason), none, caller)
                        : RootStep.Done.of(new Outcome.NoUpdate()));
        return outcome instanceof Outcome.Published;
    }

    /**
     * Replaces the keys of targets, snapshot and timestamp at once, and goes on above a version.
     *
     * @param above the highest version that a device may have seen
     */
    public Outcome recover(FactoryName factory, String message, long above, String caller) {
        return present(factory)
                .map(root -> begin(factory, RootChange.recovery(message, above, root), caller))
                .orElseGet(Outcome.NoSuchFactory::new);
    }

    /** What is done is done: keys that could not be forgotten now are listed by no root. */
    private void discard(FactoryName factory, Set<KeyId> unlisted) {
        try {
            keys.discard(factory, unlisted);
        } catch (KeysUnavailableException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("factory", factory.value())
                    .addKeyValue("keys", unlisted)
                    .log("Keys that no root lists could not be forgotten");
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
        done.filter(step -> !step.unlisted().isEmpty()).ifPresent(step -> discard(factory, step.unlisted()));
        return done.map(RootStep.Done::outcome).orElseGet(Outcome.NoSuchFactory::new);
    }

    private static Set<KeyId> keyIds(RoleSigners signers) {
        return signers.signers().values().stream()
                .flatMap(List::stream)
                .map(signer -> signer.publicKey().keyId())
                .collect(Collectors.toSet());
    }
}
