package io.otalite.api.metadata;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Finds the documents that devices ask for. A document never changes, so those that were asked for last stay in memory; what
 * a factory serves now is asked again after a quarter of a second, so that a replica shows what another one published no
 * later than that. Thread-safe.
 */
public final class ServeMetadata {
    private static final long STALE = Duration.ofMillis(250).toNanos();
    private static final int MOST_FACTORIES = 10_000;

    private final PublicationStore store;
    private final LongSupplier nanoTime;
    private final int mostBytes;
    private final Map<FactoryName, Known> factories = new ConcurrentHashMap<>();
    private final Map<DocumentIdentity, ServedDocument> documents = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong changes = new AtomicLong();
    private long heldBytes;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param mostBytes of documents that stay in memory
     */
    public ServeMetadata(PublicationStore store, LongSupplier nanoTime, int mostBytes) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.mostBytes = mostBytes;
    }

    private record Known(Optional<Factory> factory, long asOf) {}

    /** The factory as it is, or was a moment ago. */
    public Optional<Factory> factory(FactoryName name) {
        var now = nanoTime.getAsLong();
        var known = factories.get(name);
        if (known != null && now - known.asOf() < STALE) {
            return known.factory();
        }
        var before = changes.get();
        var found = store.find(name);
        found.ifPresent(_ -> remember(name, new Known(found, now), before));
        return found;
    }

    /** Not what was read while somebody changed it. */
    private void remember(FactoryName name, Known known, long changesBefore) {
        synchronized (factories) {
            if (changes.get() == changesBefore) {
                if (factories.size() >= MOST_FACTORIES) {
                    factories.clear();
                }
                factories.put(name, known);
            }
        }
    }

    /** This replica has changed the factory: whoever asks it from now on sees that. */
    public void changed(FactoryName name) {
        synchronized (factories) {
            changes.incrementAndGet();
            factories.remove(name);
        }
    }

    /** How much memory the documents take. */
    long heldBytes() {
        synchronized (documents) {
            return heldBytes;
        }
    }

    /** The document under a name of a set; empty when it is not served. */
    public Optional<ServedDocument> find(FactoryName name, SetId set, MetadataFile file) {
        return factory(name)
                .filter(factory -> factory.dialects().contains(set.dialect()))
                .filter(_ -> DocumentIdentity.isSet(set.name()))
                .flatMap(factory ->
                        document(identity(factory, set, file), factory.heads().of(file.role())));
    }

    /** Roots are of all sets. */
    private static DocumentIdentity identity(Factory factory, SetId set, MetadataFile file) {
        var setName = file.role() == RoleName.ROOT ? DocumentIdentity.FULL_SET : set.name();
        var version = file.version().orElseGet(() -> factory.heads().of(file.role()));
        return new DocumentIdentity(factory.name(), set.dialect(), setName, file.role(), version);
    }

    private Optional<ServedDocument> document(DocumentIdentity identity, MetadataVersion head) {
        if (identity.role() == RoleName.ROOT && head.isBelow(identity.version())) {
            // The question of most polls. Of other files what was remembered never denies that they are there: another
            // replica may have served the timestamp that names them.
            return Optional.empty();
        }
        synchronized (documents) {
            var known = documents.get(identity);
            if (known != null) {
                return Optional.of(known);
            }
        }
        return store.document(identity).map(bytes -> remembered(identity, new ServedDocument(bytes)));
    }

    private ServedDocument remembered(DocumentIdentity identity, ServedDocument document) {
        synchronized (documents) {
            var before = documents.put(identity, document);
            heldBytes += document.weight() - (before == null ? 0 : before.weight());
            var oldest = documents.values().iterator();
            while (heldBytes > mostBytes && oldest.hasNext()) {
                heldBytes -= oldest.next().weight();
                oldest.remove();
            }
        }
        return document;
    }
}
