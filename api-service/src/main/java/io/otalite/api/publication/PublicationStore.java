package io.otalite.api.publication;

import io.otalite.api.signing.ProtectedKey;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.TrustedState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Factories and everything they ever published. Thread-safe.
 *
 * <p>Laws: a release becomes visible with all its documents and its events, or not at all; the versions of a factory have
 * no gap; a document that was visible once never changes.
 *
 * <p>Every operation may throw {@link StoreUnavailableException}; after a change it means that the outcome is unknown.
 */
public interface PublicationStore {
    /** Stores a new factory with its keys and first release; {@code false}, and nothing stored, when the name is taken. */
    boolean create(Factory factory, List<ProtectedKey> keys, Release first);

    /**
     * Runs the work while no other publication of the factory can run, and makes durable what it released; nothing when it
     * throws.
     *
     * @return what the work returned; empty when there is no such factory
     */
    <T> Optional<T> locked(FactoryName factory, Function<Locked, T> work);

    Optional<Factory> find(FactoryName factory);

    /** At most {@code limit} factories whose names come after the given one, in the order of names. */
    List<Factory> list(Optional<FactoryName> after, int limit);

    /** At most {@code limit} publications, newest first, older than the given version; empty for an unknown factory. */
    List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit);

    Optional<PublicationRecord> publication(FactoryName factory, long version);

    /** The exact bytes of a document. */
    Optional<Bytes> document(DocumentIdentity identity);

    /** The document with the highest version; empty when there is none, or no such factory. */
    Optional<Bytes> newest(FactoryName factory, Dialect dialect, String set, RoleName role);

    /** A factory while this caller alone may publish into it. */
    interface Locked {
        Factory factory();

        List<ProtectedKey> keys();

        /** The newest documents, as a device that is up to date has them. */
        TrustedState current();

        /** To be made visible when the work ends normally; called once. */
        void release(Release release);
    }
}
