package io.otalite.api.publication;

import io.otalite.audit.AuditFact;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Factories and everything they ever published. Thread-safe.
 *
 * <p>Laws: a release becomes visible with all its documents and its events, or not at all; the versions of a factory only
 * go up; a document that was visible once never changes; no change without its entry in the audit trail, and no entry
 * without its change. The trail of a factory is one chain ({@link io.otalite.audit.AuditChain}).
 *
 * <p>Every operation may throw {@link StoreUnavailableException}; after a change it means that the outcome is unknown.
 */
public interface PublicationStore {
    /**
     * Stores a new factory with its first release, and the first entry of its audit trail.
     *
     * @return {@code false}, and nothing stored, when the name is taken
     */
    boolean create(Factory factory, Release first, AuditFact created);

    /**
     * Runs the work while no other change of the factory can run, and makes durable what it did; nothing when it throws, or
     * changed something and recorded nothing.
     *
     * @return what the work returned; empty when there is no such factory
     */
    <T> Optional<T> locked(FactoryName factory, Function<Locked, T> work);

    /** As {@link #locked}, but also empty, at once, while somebody else changes the factory. */
    <T> Optional<T> lockedUnlessBusy(FactoryName factory, Function<Locked, T> work);

    Optional<Factory> find(FactoryName factory);

    /** At most {@code limit} factories whose names come after the given one, in the order of names. */
    List<Factory> list(Optional<FactoryName> after, int limit);

    /**
     * At most {@code limit} factories that have to sign something anew by then, the most urgent first.
     *
     * @param after a place in this order: {@code refreshAt} and name
     */
    List<Factory> toRefresh(Instant by, Optional<ExpiryOrder> after, int limit);

    /** At most {@code limit} factories after the given place, in the order in which their first document expires. */
    List<Factory> expiring(Optional<ExpiryOrder> after, int limit);

    /** When the first document of each role expires, over all factories; empty when there are none. */
    Optional<Expiries> nextExpiries();

    /** At most {@code limit} publications, newest first, older than the given version; empty for an unknown factory. */
    List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit);

    Optional<PublicationRecord> publication(FactoryName factory, long version);

    /** The exact bytes of a document. */
    Optional<Bytes> document(DocumentIdentity identity);

    /** What is served now of a set and a role; empty when there is no such factory, or it does not serve such a set. */
    Optional<Bytes> served(FactoryName factory, SetId set, RoleName role);

    /** The root update under way. */
    Optional<RootUpdate> rootUpdate(FactoryName factory);

    /**
     * At most {@code limit} entries of the audit trail, in the order of their numbers, exactly as they were hashed.
     *
     * @param after the number of the entry before the first of them; 0 for the beginning
     * @return empty at the end, and for an unknown factory
     */
    List<AuditLine> auditTrail(FactoryName factory, long after, int limit);

    /** A factory while this caller alone may change it. */
    interface Locked {
        Factory factory();

        Current current();

        /** What is served now of a set and a role. */
        Bytes served(SetId set, RoleName role);

        Bytes root(Dialect dialect, MetadataVersion version);

        Optional<RootUpdate> rootUpdate();

        /** To be made visible when the work ends normally; called once. */
        void release(Release release);

        void change(FactorySettings settings);

        /** Takes the place of the one before. */
        void put(RootUpdate update);

        void endRootUpdate();

        /** The next entry of the audit trail. It is recorded with the change that it tells of, or neither is. */
        void record(AuditFact fact);
    }
}
